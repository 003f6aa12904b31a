package io.potpool.spool;

import java.time.Duration;
import java.util.Optional;

/**
 * The spool at one moment.
 *
 * @param records batches that the store has yet to confirm
 * @param shares how many shares those have
 * @param bytes the size of its files
 * @param oldest the age of the oldest batch; zero if there is none
 * @param draining whether the store confirms batches of it now
 * @param refusing why it takes nothing more, in words; empty if it does
 */
public record SpoolState(
        long records, long shares, long bytes, Duration oldest, boolean draining, Optional<String> refusing) {}
