package io.potpool.domain;

import java.math.BigInteger;

/**
 * An exact amount of money in wei, the smallest unit of an Ethereum-like chain (10^18 wei are one coin).
 *
 * <p>Amounts are signed: a ledger entry may be negative. Immutable; any magnitude. Never convert to {@code double}.
 */
public record Wei(BigInteger value) implements Comparable<Wei> {

    /** Nothing. */
    public static final Wei ZERO = new Wei(BigInteger.ZERO);

    /** Returns {@code value} wei. */
    public static Wei of(long value) {
        return new Wei(BigInteger.valueOf(value));
    }

    /**
     * Parses a decimal number of wei.
     *
     * @throws NumberFormatException if {@code decimal} is not an integer in base ten
     */
    public static Wei parse(String decimal) {
        return new Wei(new BigInteger(decimal));
    }

    /** Returns this amount plus {@code other}. */
    public Wei plus(Wei other) {
        return new Wei(value.add(other.value));
    }

    /** Returns this amount minus {@code other}. */
    public Wei minus(Wei other) {
        return new Wei(value.subtract(other.value));
    }

    /** Returns this amount with the opposite sign. */
    public Wei negated() {
        return new Wei(value.negate());
    }

    /** Returns -1, 0 or 1, as this amount is negative, zero or positive. */
    public int signum() {
        return value.signum();
    }

    @Override
    public int compareTo(Wei other) {
        return value.compareTo(other.value);
    }

    /** Returns the amount as a decimal integer, without a unit. */
    @Override
    public String toString() {
        return value.toString();
    }
}
