package io.potpool.rewards;

import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Pay on Target: a share is paid by the difficulty that its hash really reached, with the expectation of PPS.
 *
 * <pre>
 * pps    = B (1 - f) d / N L
 * X      = cap N / d            s = max(1, A / d)
 * reward = pps (1 - a) / (1 - a X^(a-1)) min(X, s)^a
 * </pre>
 *
 * <p>The result is the exact value rounded down once: fixed point with error bounds, widened until the integer below is
 * certain. Plain PPS where a is 0 or at least 1, cap is 0, or X is at most 1.
 */
public final class PotReward {

    private PotReward() {}

    /**
     * Returns the pay of a share in wei. Pure: the same arguments give the same wei on every JVM. Prepares the curve
     * anew for each share; {@link PotCurves} keeps it.
     */
    public static Wei reward(ShareFacts share, RewardTerms terms) {
        return reward(curve(share, terms), share, terms);
    }

    static Wei reward(Optional<PotCurve> curve, ShareFacts share, RewardTerms terms) {
        if (curve.isEmpty() || share.lagFactor().isZero()) {
            return PpsReward.reward(share, terms);
        }
        return curve.get().reward(share.actual().value(), share.lagFactor());
    }

    /** The curve of a share's job and terms; empty where they mean plain PPS or no pay at all. */
    static Optional<PotCurve> curve(ShareFacts share, RewardTerms terms) {
        if (terms.plainPps() || share.blockReward().signum() == 0 || terms.fee().compareTo(BigDecimal.ONE) == 0) {
            return Optional.empty();
        }
        Fraction network = new Fraction(share.network().value(), BigInteger.ONE);
        ExactPot exact = new ExactPot(
                PpsReward.perShare(share, terms),
                Fraction.of(terms.a()),
                Fraction.of(terms.cap()).times(network),
                share.effective().value());
        return exact.x().isAboveOne() ? Optional.of(new PotCurve(exact, PotCurve.FIRST_BITS)) : Optional.empty();
    }
}
