package io.potpool.domain;

import java.math.BigInteger;

/** A difficulty in expected hashes: an integer from 1 to 2^256 - 1. */
public record Difficulty(BigInteger value) implements Comparable<Difficulty> {

    private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);
    private static final BigInteger MAX_VALUE = TWO_256.subtract(BigInteger.ONE);

    /** One hash. */
    public static final Difficulty ONE = new Difficulty(BigInteger.ONE);

    /** 2^256 - 1, the difficulty of the hash 0. */
    public static final Difficulty MAX = new Difficulty(MAX_VALUE);

    /** @throws IllegalArgumentException if {@code value} is outside 1..2^256-1 */
    public Difficulty {
        if (value.signum() <= 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("a difficulty lies between 1 and 2^256 - 1");
        }
    }

    /**
     * Returns a difficulty of {@code hashes}.
     *
     * @throws IllegalArgumentException if {@code hashes} is below 1
     */
    public static Difficulty of(long hashes) {
        return new Difficulty(BigInteger.valueOf(hashes));
    }

    /**
     * Returns the difficulty that a hash really reached: floor(2^256 / hash), and 2^256 - 1 for the hashes 0 and 1
     * (the source is the Pay on Target rule).
     */
    public static Difficulty reachedBy(Hash256 hash) {
        BigInteger number = new BigInteger(1, hash.toBytes());
        return number.bitLength() <= 1 ? MAX : new Difficulty(TWO_256.divide(number));
    }

    /** Returns the highest hash that meets this difficulty: floor(2^256 / difficulty), at most 2^256 - 1. */
    public Target toTarget() {
        BigInteger target = TWO_256.divide(value).min(MAX_VALUE);
        byte[] bytes = target.toByteArray();
        byte[] word = new byte[Hash256.BYTES];
        int length = Math.min(bytes.length, word.length);
        System.arraycopy(bytes, bytes.length - length, word, word.length - length, length);
        return new Target(Hash256.of(word));
    }

    /** Returns the smaller of the two. */
    public Difficulty min(Difficulty other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** Returns the larger of the two. */
    public Difficulty max(Difficulty other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Difficulty other) {
        return value.compareTo(other.value);
    }

    /** Returns the number of hashes in decimal. */
    @Override
    public String toString() {
        return value.toString();
    }
}
