package io.potpool.spi;

import java.security.SecureRandom;

/** The identity of one process start, 128 random bits; with a sequence it names a batch for ever. */
public record JournalId(long high, long low) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Returns a fresh identity. */
    public static JournalId random() {
        return new JournalId(RANDOM.nextLong(), RANDOM.nextLong());
    }
}
