package io.potpool.spi;

import io.potpool.shares.ShareOutcome;
import io.potpool.shares.Submission;

/**
 * Is told of every judged submission, after the miner has his answer.
 *
 * <p>Called on the pool's listener thread. A slow listener makes the pool drop events, an exception is counted; neither
 * is ever felt by a share.
 */
@FunctionalInterface
public interface ShareListener {

    /** Takes one submission and its outcome. */
    void judged(Submission submission, ShareOutcome outcome);
}
