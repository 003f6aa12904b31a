/** Benchmarks of the Keccak permutation and digests. */
@NullMarked
package io.potpool.keccak;

import org.jspecify.annotations.NullMarked;
