/** The stratum server: one port on which miners speak EthProxy or EthereumStratum/1.0.0. */
@NullMarked
package io.potpool.stratum;

import org.jspecify.annotations.NullMarked;
