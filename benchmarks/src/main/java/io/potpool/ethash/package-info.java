/** Benchmarks of light verification and of building caches. */
@NullMarked
package io.potpool.ethash;

import org.jspecify.annotations.NullMarked;
