/** Keccak-256 and Keccak-512 with the original padding, as Ethereum uses them. */
@NullMarked
package io.potpool.keccak;

import org.jspecify.annotations.NullMarked;
