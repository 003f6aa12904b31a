package io.potpool.launcher.migrate;

import java.time.Duration;
import java.util.Optional;

/**
 * How an import follows an old pool.
 *
 * @param cutOverAfter how long the old pool must be seen stopped until it is cut over; empty if the operator says when
 * @param every how long is waited between two readings, at least
 */
public record FollowOptions(Optional<Duration> cutOverAfter, Duration every) {

    /** The shortest time that says that an old pool is stopped: it gives a sign of life every few seconds. */
    public static final Duration LEAST = OldActivity.BEATS;

    /** The operator says when; read every 10 s. */
    public static final FollowOptions USUAL = new FollowOptions(Optional.empty(), Duration.ofSeconds(10));
}
