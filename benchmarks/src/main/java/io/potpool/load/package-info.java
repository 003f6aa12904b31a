/** A load generator: shares over TCP to a whole pool, with the time each answer took. */
@NullMarked
package io.potpool.load;

import org.jspecify.annotations.NullMarked;
