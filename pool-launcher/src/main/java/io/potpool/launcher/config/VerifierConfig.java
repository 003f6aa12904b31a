package io.potpool.launcher.config;

import java.util.OptionalInt;

/**
 * How shares are verified.
 *
 * @param threads how many threads verify; empty for the library's choice
 * @param dataset what they hash from
 */
public record VerifierConfig(OptionalInt threads, Dataset dataset) {

    /** What shares are hashed from. */
    public enum Dataset {
        /** The light cache of the epoch. */
        LIGHT,
        /** The full dataset, in a file of the data directory. */
        FILE,
        /** The full dataset, in heap memory. */
        HEAP
    }
}
