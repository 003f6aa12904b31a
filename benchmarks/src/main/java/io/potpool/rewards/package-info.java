/** Benchmarks of what a share is paid. */
@NullMarked
package io.potpool.rewards;

import org.jspecify.annotations.NullMarked;
