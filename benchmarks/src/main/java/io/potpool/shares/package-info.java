/** Benchmarks of the path of a share from its submission to its answer. */
@NullMarked
package io.potpool.shares;

import org.jspecify.annotations.NullMarked;
