package io.potpool.sqlite;

import io.potpool.metrics.Metrics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a store is opened.
 *
 * @param directory where the store's files lie; it is created if it is not there, and belongs to one process at a time
 * @param chainName the chain that is mined, recorded at the first open
 * @param chainId its chain id, recorded at the first open; a store of another chain is refused
 * @param keep how long single shares are kept before they fold into hourly rows
 * @param patience how long a change waits for a database that another process holds, before it fails
 * @param clock tells the time for {@code keep} and for the times of records
 * @param metrics where the store counts
 */
public record SqliteSettings(
        Path directory,
        String chainName,
        long chainId,
        Duration keep,
        Duration patience,
        InstantSource clock,
        Metrics metrics) {

    private static final Duration KEEP = Duration.ofDays(7);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** @throws IllegalArgumentException if a duration is negative or the chain has no name */
    public SqliteSettings {
        if (keep.isNegative() || patience.isNegative() || chainName.isBlank()) {
            throw new IllegalArgumentException("a store needs a chain name and durations of at least 0");
        }
    }

    /** Returns the default settings: shares kept for 7 days, a patience of 5 s, the system's clock. */
    public static SqliteSettings of(Path directory, String chainName, long chainId) {
        return new SqliteSettings(directory, chainName, chainId, KEEP, PATIENCE, Clock.systemUTC(), new Metrics());
    }

    /** Returns these settings with another time to keep single shares. */
    public SqliteSettings withKeep(Duration keep) {
        return new SqliteSettings(directory, chainName, chainId, keep, patience, clock, metrics);
    }

    /** Returns these settings with another patience. */
    public SqliteSettings withPatience(Duration patience) {
        return new SqliteSettings(directory, chainName, chainId, keep, patience, clock, metrics);
    }

    /** Returns these settings with another clock. */
    public SqliteSettings withClock(InstantSource clock) {
        return new SqliteSettings(directory, chainName, chainId, keep, patience, clock, metrics);
    }

    /** Returns these settings with other metrics. */
    public SqliteSettings withMetrics(Metrics metrics) {
        return new SqliteSettings(directory, chainName, chainId, keep, patience, clock, metrics);
    }
}
