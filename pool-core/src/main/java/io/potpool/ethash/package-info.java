/** Ethash and Etchash light verification: caches by epoch and the batched hashing of shares. */
@NullMarked
package io.potpool.ethash;

import org.jspecify.annotations.NullMarked;
