/** The path of a share: from a submitted nonce to a durable credit and the miner's answer. */
@NullMarked
package io.potpool.shares;

import org.jspecify.annotations.NullMarked;
