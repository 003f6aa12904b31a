/** A miner who chooses after he has seen the hash, against several instances of a pool on one store. */
@NullMarked
package io.potpool.testkit.adversary;

import org.jspecify.annotations.NullMarked;
