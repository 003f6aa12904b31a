package io.potpool.rewards;

import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The quantities of one Pay on Target curve as fractions, and its pay where that is a fraction too.
 *
 * <p>With y = X^(a-1), pay is pps (1 - a) m^a / (1 - a y). Roots of fractions are linearly independent unless one is a
 * fraction times another, so that for X above 1 this is a fraction only if both y and m^a are.
 *
 * @param perShare pps at L = 1, above 0
 * @param a the exponent, between 0 and 1
 * @param capDifficulty cap N
 * @param effective d, below cap N
 */
record ExactPot(Fraction perShare, Fraction a, Fraction capDifficulty, BigInteger effective) {

    /** X = cap N / d. */
    Fraction x() {
        return capDifficulty.times(new Fraction(BigInteger.ONE, effective));
    }

    /** The pay if it is a fraction, rounded down; empty if it is irrational. */
    Optional<Wei> reward(BigInteger actual, Ratio lag) {
        Optional<Fraction> y = power(x().inverse(), a.complement());
        Optional<Fraction> gain = power(multiple(actual), a);
        if (y.isEmpty() || gain.isEmpty()) {
            return Optional.empty();
        }
        Fraction k = a.complement().times(a.times(y.get()).complement().inverse());
        return Optional.of(new Wei(
                perShare.times(k).times(gain.get()).times(Fraction.of(lag)).floor()));
    }

    /** min(X, max(1, A / d)). */
    private Fraction multiple(BigInteger actual) {
        if (actual.compareTo(capDifficulty.ceiling()) >= 0) {
            return x();
        }
        return new Fraction(actual.max(effective), effective);
    }

    private static Optional<Fraction> power(Fraction base, Fraction exponent) {
        if (base.equals(Fraction.ONE)) {
            return Optional.of(base);
        }
        int widest = Math.max(base.numerator().bitLength(), base.denominator().bitLength());
        if (exponent.denominator().compareTo(BigInteger.valueOf(widest)) > 0) {
            return Optional.empty();
        }
        int degree = exponent.denominator().intValueExact();
        BigInteger top = root(base.numerator(), degree);
        BigInteger bottom = root(base.denominator(), degree);
        if (!top.pow(degree).equals(base.numerator()) || !bottom.pow(degree).equals(base.denominator())) {
            return Optional.empty();
        }
        int times = exponent.numerator().intValueExact();
        return Optional.of(new Fraction(top.pow(times), bottom.pow(times)));
    }

    /** The largest integer whose power of {@code degree} is not above {@code n}. */
    private static BigInteger root(BigInteger n, int degree) {
        BigInteger root = BigInteger.ZERO;
        for (int bit = n.bitLength() / degree; bit >= 0; bit--) {
            BigInteger tried = root.setBit(bit);
            if (tried.pow(degree).compareTo(n) <= 0) {
                root = tried;
            }
        }
        return root;
    }
}
