package io.potpool.spi;

import java.security.SecureRandom;

/**
 * The identity of one process start, 128 random bits; with a sequence it names a batch for ever. It is the identity of an
 * instance of the pool too: names are for display.
 */
public record JournalId(long high, long low) {

    /** Stands for whoever wrote a record before records told. */
    public static final JournalId UNKNOWN = new JournalId(0, 0);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int DIGITS = 32;

    /** Returns a fresh identity. */
    public static JournalId random() {
        return new JournalId(RANDOM.nextLong(), RANDOM.nextLong());
    }

    /**
     * Returns the identity that {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException if {@code hex} is not 32 hexadecimal digits
     */
    public static JournalId parse(String hex) {
        if (hex.length() != DIGITS || !hex.chars().allMatch(digit -> Character.digit(digit, 16) >= 0 && digit < 128)) {
            throw new IllegalArgumentException("not 32 hexadecimal digits");
        }
        return new JournalId(
                Long.parseUnsignedLong(hex.substring(0, DIGITS / 2), 16),
                Long.parseUnsignedLong(hex.substring(DIGITS / 2), 16));
    }

    /** Returns 32 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
