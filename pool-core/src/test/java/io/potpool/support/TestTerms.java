package io.potpool.support;

import io.potpool.domain.Difficulty;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.terms.Terms;
import java.math.BigDecimal;

/** Default terms for tests. */
public final class TestTerms {

    private TestTerms() {}

    public static Terms pps(long difficulty) {
        return new Terms(
                Difficulty.of(difficulty),
                new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.UNCLE, "pps"));
    }

    public static Terms pot(long difficulty, String a, String cap) {
        return new Terms(
                Difficulty.of(difficulty),
                new RewardTerms(new BigDecimal(a), new BigDecimal(cap), BigDecimal.ZERO, LagRule.UNCLE, "pot"));
    }
}
