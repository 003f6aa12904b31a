/** What a pool can be extended by: the interfaces and the values they exchange. */
@NullMarked
package io.potpool.spi;

import org.jspecify.annotations.NullMarked;
