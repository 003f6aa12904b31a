package io.potpool.rewards;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;

/**
 * All that a share's pay depends on, besides its terms.
 *
 * @param header the seal hash of the job
 * @param nonce the nonce that was found
 * @param height the height of the job, at least 0
 * @param network N, the network difficulty of the job
 * @param blockReward B, the static block reward at that height, at least 0
 * @param effective d, the difficulty the share is paid at: that of its terms, at most N
 * @param actual A, the difficulty that the hash really reached
 * @param lagFactor L, fixed when the line was read
 */
public record ShareFacts(
        Hash256 header,
        Nonce nonce,
        long height,
        Difficulty network,
        Wei blockReward,
        Difficulty effective,
        Difficulty actual,
        Ratio lagFactor) {

    /** @throws IllegalArgumentException if the height or the block reward is negative, or the reward above 2^256 */
    public ShareFacts {
        if (height < 0 || blockReward.signum() < 0 || blockReward.value().bitLength() > 256) {
            throw new IllegalArgumentException("a share has a height and a block reward of at least 0");
        }
    }
}
