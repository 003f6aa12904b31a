/** Simulated miners that really hash, and a line-oriented client for tests of the miners' protocols. */
@NullMarked
package io.potpool.testkit.miner;

import org.jspecify.annotations.NullMarked;
