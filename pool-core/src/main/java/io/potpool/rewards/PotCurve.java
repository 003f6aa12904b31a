package io.potpool.rewards;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Pay on Target for fixed B, N, d, a, cap and fee with X above 1 and a in (0, 1): pay as a function of A and L.
 *
 * <p>Pay is 2^(offset + a log2 min(A, cap N)) in fixed point, with a bound on its error. Where the bound leaves it open
 * which integer lies below, the pay is either a fraction, which {@link ExactPot} finds, or irrational, and then more
 * bits decide.
 */
final class PotCurve {

    /** What a curve depends on. */
    record Key(BigDecimal a, BigDecimal cap, BigDecimal fee, Difficulty network, Difficulty effective, Wei block) {

        static Key of(ShareFacts share, RewardTerms terms) {
            return new Key(
                    terms.a(), terms.cap(), terms.fee(), share.network(), share.effective(), share.blockReward());
        }
    }

    static final int FIRST_BITS = 160;

    private final BinaryPowers powers;
    private final ExactPot exact;
    private final BigInteger least;
    private final BigInteger capped;
    private final BigInteger a;
    private final BigInteger offset;
    private final BigInteger error;
    private final Pay cap;

    /** A pay of mantissa * 2^exponent at L = 1, the mantissa in fixed point from 1 to 2. */
    private record Pay(BigInteger mantissa, int exponent) {}

    PotCurve(ExactPot exact, int bits) {
        this.exact = exact;
        powers = BinaryPowers.of(bits);
        least = exact.effective();
        capped = exact.capDifficulty().ceiling();
        a = fixed(exact.a());
        BigInteger logX = log2(exact.x());
        BigInteger y = power(powers.one().subtract(a).multiply(logX).negate().shiftRight(bits));
        BigInteger divisor = powers.one().subtract(a.multiply(y).shiftRight(bits));
        BigInteger logK = log2(exact.a().complement())
                .subtract(powers.log2(divisor))
                .add(BigInteger.valueOf(bits).shiftLeft(bits));
        BigInteger top = log2(exact.perShare()).add(logK);
        offset = top.subtract(scaled(powers.log2(least)));
        error = errorBound(divisor);
        cap = pay(top.add(scaled(logX)));
    }

    /**
     * The exponents above err by less than 2^11 units each, as logarithms stay below 2^11 and a is right to one unit;
     * the divisor 1 - a y then by less than 2^12, which its logarithm magnifies by its inverse.
     */
    private BigInteger errorBound(BigInteger divisor) {
        BigInteger magnified = powers.one().divide(divisor).add(BigInteger.ONE).shiftLeft(13);
        return magnified.add(BigInteger.ONE.shiftLeft(14)).shiftLeft(1);
    }

    /** The pay of a share that reached {@code actual}, rounded down. */
    Wei reward(BigInteger actual, Ratio lag) {
        boolean atCap = actual.compareTo(capped) >= 0;
        Pay pay = atCap ? cap : pay(offset.add(scaled(powers.log2(actual.max(least)))));
        BigInteger low = floor(pay.mantissa().subtract(error), pay.exponent(), lag);
        BigInteger high = floor(pay.mantissa().add(error), pay.exponent(), lag);
        if (low.equals(high)) {
            return new Wei(low);
        }
        return exact.reward(actual, lag).orElseGet(() -> new PotCurve(exact, 2 * powers.bits()).reward(actual, lag));
    }

    private BigInteger floor(BigInteger mantissa, int exponent, Ratio lag) {
        BigInteger times = lag.numerator() == 1 ? mantissa : mantissa.multiply(BigInteger.valueOf(lag.numerator()));
        BigInteger whole = times.shiftRight(powers.bits() - exponent);
        return lag.denominator() == 1 ? whole : whole.divide(BigInteger.valueOf(lag.denominator()));
    }

    private Pay pay(BigInteger logarithm) {
        int exponent = logarithm.shiftRight(powers.bits()).intValueExact();
        BigInteger fraction = logarithm.subtract(BigInteger.valueOf(exponent).shiftLeft(powers.bits()));
        return new Pay(powers.exp2(fraction), exponent);
    }

    private BigInteger power(BigInteger logarithm) {
        Pay value = pay(logarithm);
        return value.mantissa().shiftRight(-value.exponent());
    }

    private BigInteger scaled(BigInteger logarithm) {
        return a.multiply(logarithm).shiftRight(powers.bits());
    }

    private BigInteger log2(Fraction fraction) {
        return powers.log2(fraction.numerator()).subtract(powers.log2(fraction.denominator()));
    }

    private BigInteger fixed(Fraction fraction) {
        return fraction.numerator().shiftLeft(powers.bits()).divide(fraction.denominator());
    }
}
