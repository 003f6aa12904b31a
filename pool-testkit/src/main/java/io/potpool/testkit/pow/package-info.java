/** Proofs of work for simulated nodes and miners: real Ethash, with real or with tiny sizes. */
@NullMarked
package io.potpool.testkit.pow;

import org.jspecify.annotations.NullMarked;
