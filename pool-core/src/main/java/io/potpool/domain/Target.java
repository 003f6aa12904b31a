package io.potpool.domain;

/**
 * The highest hash that counts, also called boundary: a hash meets it if it is not greater, both read as unsigned
 * big-endian numbers (equality counts, as in geth).
 */
public record Target(Hash256 bound) {

    /** Returns whether {@code hash} is not above this target. */
    public boolean isMetBy(Hash256 hash) {
        return hash.compareTo(bound) <= 0;
    }

    /**
     * Returns the difficulty floor(2^256 / target); exact for every difficulty below 2^128.
     *
     * @throws IllegalArgumentException if the target is 0, which no hash but 0 could meet
     */
    public Difficulty toDifficulty() {
        if (bound.equals(Hash256.ZERO)) {
            throw new IllegalArgumentException("a target of 0 has no difficulty");
        }
        if (bound.equals(Hash256.MAX)) {
            return Difficulty.ONE;
        }
        return Difficulty.reachedBy(bound);
    }

    /** Returns {@code 0x} and 64 lower-case digits. */
    @Override
    public String toString() {
        return bound.toString();
    }
}
