package io.potpool.spi;

import java.time.Instant;

/**
 * One running process of the pool.
 *
 * @param id its identity, that of its journal
 * @param name the operator's name of it, for display only: 1 to 64 characters without control characters
 * @param version the version of its program
 * @param startedAt when it started, by its own clock
 */
public record Instance(JournalId id, String name, String version, Instant startedAt) {

    private static final int LONGEST_NAME = 64;

    /** @throws IllegalArgumentException if the name is empty, too long or has control characters */
    public Instance {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the name of an instance has 1 to " + LONGEST_NAME + " characters");
        }
    }
}
