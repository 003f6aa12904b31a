package io.potpool.rewards;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Pay on Target once more, in decimals and by other series than the pool's: the second opinion of the tests. */
final class DecimalPot {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final MathContext context;
    private final BigDecimal ln2;

    /** Computes with 20 digits more than {@code digits}. */
    DecimalPot(int digits) {
        context = new MathContext(digits + 20);
        ln2 = artanh(BigDecimal.ONE.divide(BigDecimal.valueOf(3), context)).multiply(TWO);
    }

    /** The unrounded pay, by the formula where X is above 1 and by PPS elsewhere. */
    BigDecimal reward(ShareFacts share, RewardTerms terms) {
        BigDecimal n = new BigDecimal(share.network().value());
        BigDecimal d = new BigDecimal(share.effective().value());
        BigDecimal pps = new BigDecimal(share.blockReward().value())
                .multiply(BigDecimal.ONE.subtract(terms.fee()))
                .multiply(d)
                .multiply(BigDecimal.valueOf(share.lagFactor().numerator()))
                .divide(n.multiply(BigDecimal.valueOf(share.lagFactor().denominator())), context);
        BigDecimal x = terms.cap().multiply(n).divide(d, context);
        BigDecimal a = terms.a();
        if (a.signum() == 0
                || a.compareTo(BigDecimal.ONE) >= 0
                || terms.cap().multiply(n).compareTo(d) <= 0) {
            return pps;
        }
        BigDecimal s = new BigDecimal(share.actual().value()).divide(d, context);
        BigDecimal m = x.min(s.max(BigDecimal.ONE));
        BigDecimal rest = BigDecimal.ONE.subtract(a);
        BigDecimal k = rest.divide(BigDecimal.ONE.subtract(a.multiply(power(x, rest.negate()))), context);
        return pps.multiply(k, context).multiply(power(m, a), context);
    }

    private BigDecimal power(BigDecimal base, BigDecimal exponent) {
        return exp(ln(base).multiply(exponent, context));
    }

    private BigDecimal ln(BigDecimal x) {
        int halvings = Math.max(0, x.toBigInteger().bitLength() - 1);
        BigDecimal m = x.divide(new BigDecimal(BigInteger.ONE.shiftLeft(halvings)), context);
        BigDecimal z = m.subtract(BigDecimal.ONE).divide(m.add(BigDecimal.ONE), context);
        return artanh(z).multiply(TWO).add(ln2.multiply(BigDecimal.valueOf(halvings)), context);
    }

    private BigDecimal artanh(BigDecimal z) {
        BigDecimal square = z.multiply(z, context);
        BigDecimal power = z;
        BigDecimal sum = z;
        for (int k = 3; power.signum() != 0 && power.precision() - power.scale() > -context.getPrecision(); k += 2) {
            power = power.multiply(square, context);
            sum = sum.add(power.divide(BigDecimal.valueOf(k), context), context);
        }
        return sum;
    }

    private BigDecimal exp(BigDecimal x) {
        int squarings = 12 + Math.max(0, x.toBigInteger().bitLength());
        MathContext wide = new MathContext(context.getPrecision() + squarings);
        BigDecimal small = x.divide(new BigDecimal(BigInteger.ONE.shiftLeft(squarings)), wide);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int k = 1; term.signum() != 0 && term.precision() - term.scale() > -wide.getPrecision(); k++) {
            term = term.multiply(small, wide).divide(BigDecimal.valueOf(k), wide);
            sum = sum.add(term, wide);
        }
        for (int i = 0; i < squarings; i++) {
            sum = sum.multiply(sum, wide);
        }
        return sum.round(context);
    }
}
