/** What a chain prescribes as data: epochs, block rewards, uncles, fees and checkpoints, by height. */
@NullMarked
package io.potpool.chain;

import org.jspecify.annotations.NullMarked;
