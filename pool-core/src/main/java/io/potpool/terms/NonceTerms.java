package io.potpool.terms;

import io.potpool.chain.RewardSchedule;
import io.potpool.domain.Difficulty;
import io.potpool.rewards.RewardTerms;
import io.potpool.work.Job;
import java.util.Optional;

/**
 * What a nonce is paid under at a height.
 *
 * @param difficulty the larger of the lease's and the default share difficulty
 * @param defaultDifficulty the default share difficulty
 * @param schedule what blocks and uncles earn; empty where the terms have none of their own
 * @param leased whether a lease covers the nonce at this height
 * @param certain whether these are known to be the terms of the whole pool; not so for a height announced without the store
 *     if a record touches the nonce that may have settled meanwhile
 */
public record NonceTerms(
        Difficulty difficulty,
        Difficulty defaultDifficulty,
        RewardTerms reward,
        Optional<RewardSchedule> schedule,
        boolean leased,
        boolean certain) {

    /** Returns the effective share difficulty d of a job: never above its network difficulty. */
    public Difficulty effective(Job job) {
        return difficulty.min(job.network());
    }
}
