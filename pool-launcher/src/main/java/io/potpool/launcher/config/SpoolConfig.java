package io.potpool.launcher.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where accepted shares wait while the store does not take them.
 *
 * @param directory of this instance alone
 * @param maxBytes the most that waits there, 1 MiB to 1 TiB
 * @param maxAge how old the oldest may be before miners get no work; twice of it is below {@code shares.keep}
 * @param sickAfter how long the store may be away before miners get no work, where that is less (the family's {@code
 *     maxFails} times {@code stateUpdateInterval})
 */
public record SpoolConfig(Path directory, long maxBytes, Duration maxAge, Optional<Outage> sickAfter) {

    /** So many intervals in a row without an answer of the store. */
    public record Outage(int fails, Duration interval) {

        Duration length() {
            return interval.multipliedBy(fails);
        }
    }

    /** Returns how long shares are taken into the spool: the shorter of the two. */
    public Duration patience() {
        return sickAfter
                .map(Outage::length)
                .filter(sick -> sick.compareTo(maxAge) < 0)
                .orElse(maxAge);
    }
}
