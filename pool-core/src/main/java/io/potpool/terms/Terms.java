package io.potpool.terms;

import io.potpool.chain.RewardSchedule;
import io.potpool.domain.Difficulty;
import io.potpool.rewards.RewardTerms;
import java.util.Optional;

/**
 * What a nonce is paid under.
 *
 * @param difficulty the share difficulty d, before it is bounded by the network difficulty
 * @param reward the arithmetic: a, cap, fee, lag rule and scheme
 * @param schedule what blocks and uncles earn by height; empty where that was not recorded yet: as the chain's config has it
 */
public record Terms(Difficulty difficulty, RewardTerms reward, Optional<RewardSchedule> schedule) {

    /** Creates terms without a schedule of their own; a pool adds its chain's. */
    public Terms(Difficulty difficulty, RewardTerms reward) {
        this(difficulty, reward, Optional.empty());
    }

    /** Returns these terms with the schedule of a chain. */
    public Terms with(RewardSchedule chain) {
        return new Terms(difficulty, reward, Optional.of(chain));
    }

    /** Returns them in words, such as {@code share difficulty 4000000000, pot a=0.8 cap=1.5 fee=0.015 lag=uncle}. */
    public String inWords() {
        return "share difficulty " + difficulty + ", " + reward.toText()
                + schedule.map(blocks -> ", blocks " + blocks.toText()).orElse("");
    }
}
