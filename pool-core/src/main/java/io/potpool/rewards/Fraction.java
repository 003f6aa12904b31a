package io.potpool.rewards;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A non-negative fraction of any size in lowest terms. */
record Fraction(BigInteger numerator, BigInteger denominator) {

    static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);

    Fraction {
        BigInteger divisor = numerator.gcd(denominator);
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    static Fraction of(BigDecimal decimal) {
        return new Fraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    }

    static Fraction of(Ratio ratio) {
        return new Fraction(BigInteger.valueOf(ratio.numerator()), BigInteger.valueOf(ratio.denominator()));
    }

    Fraction times(Fraction other) {
        return new Fraction(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    Fraction inverse() {
        return new Fraction(denominator, numerator);
    }

    /** 1 minus this, which is at most 1. */
    Fraction complement() {
        return new Fraction(denominator.subtract(numerator), denominator);
    }

    boolean isAboveOne() {
        return numerator.compareTo(denominator) > 0;
    }

    BigInteger floor() {
        return numerator.divide(denominator);
    }

    /** The smallest integer that is not below this. */
    BigInteger ceiling() {
        return numerator.add(denominator).subtract(BigInteger.ONE).divide(denominator);
    }
}
