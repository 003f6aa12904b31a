package io.potpool.rewards;

import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Plain PPS: every share is worth its expectation. */
public final class PpsReward {

    private PpsReward() {}

    /**
     * Returns B (1 - f) d / N L in wei, exact and rounded down once. Pure; of the terms only the fee counts.
     */
    public static Wei reward(ShareFacts share, RewardTerms terms) {
        Ratio lag = share.lagFactor();
        BigDecimal kept = BigDecimal.ONE.subtract(terms.fee());
        BigInteger above = share.blockReward()
                .value()
                .multiply(kept.unscaledValue())
                .multiply(share.effective().value())
                .multiply(BigInteger.valueOf(lag.numerator()));
        BigInteger below = share.network()
                .value()
                .multiply(BigInteger.TEN.pow(kept.scale()))
                .multiply(BigInteger.valueOf(lag.denominator()));
        return new Wei(above.divide(below));
    }

    /** B (1 - f) d / N, the pay at lag 0. */
    static Fraction perShare(ShareFacts share, RewardTerms terms) {
        return new Fraction(
                        share.blockReward().value().multiply(share.effective().value()),
                        share.network().value())
                .times(Fraction.of(terms.fee()).complement());
    }
}
