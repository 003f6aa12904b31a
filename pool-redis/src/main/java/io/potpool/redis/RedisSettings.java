package io.potpool.redis;

import io.potpool.metrics.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * How a store is opened.
 *
 * @param prefix the pool's name among the keys, 1 to 32 characters of {@code [0-9A-Za-z_.-]}: all keys begin with
 *     {@code potpool:{prefix}:}, so that they share a Cluster slot and never meet an older pool's
 * @param chainName the chain that is mined, recorded at the first open
 * @param chainId its chain id, recorded at the first open; a store of another chain is refused
 * @param keep how long single shares are kept before they fold into hourly sums: each takes about 150 bytes of the
 *     server's memory until then
 * @param silence how long a registered instance may be silent before the others go on without it; twice the time that
 *     spools may bridge
 * @param grouping how long after shares were sent the next may be, at the earliest, for each registered instance up to
 *     eight, so that busy times share round trips; a lone share waits for nothing, nor do 512 shares, nor late ones
 * @param clock tells the time for {@code keep} and for the times of records
 * @param metrics where the store counts
 */
public record RedisSettings(
        RedisConnection connection,
        String prefix,
        String chainName,
        long chainId,
        Duration keep,
        Duration silence,
        Duration grouping,
        InstantSource clock,
        Metrics metrics) {

    private static final Duration KEEP = Duration.ofHours(6);
    private static final Duration SILENCE = Duration.ofMinutes(30);
    private static final Duration GROUPING = Duration.ofMillis(25);
    private static final Pattern PREFIX = Pattern.compile("[0-9A-Za-z_.-]{1,32}");

    /** @throws IllegalArgumentException if a value is outside its range, in words for the operator */
    public RedisSettings {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "a prefix of keys has 1 to 32 characters of [0-9A-Za-z_.-], unlike \"" + prefix + "\"");
        }
        if (keep.isNegative() || grouping.isNegative() || silence.toMillis() < 1 || chainName.isBlank()) {
            throw new IllegalArgumentException("a store needs a chain name and times of at least 0");
        }
    }

    /** Returns the default settings: shares kept for 6 hours, 30 minutes of silence, the system's clock. */
    public static RedisSettings of(RedisConnection connection, String prefix, String chainName, long chainId) {
        return new RedisSettings(
                connection, prefix, chainName, chainId, KEEP, SILENCE, GROUPING, Clock.systemUTC(), new Metrics());
    }

    /** Returns these settings with another time to keep single shares. */
    public RedisSettings withKeep(Duration time) {
        return new RedisSettings(connection, prefix, chainName, chainId, time, silence, grouping, clock, metrics);
    }

    /** Returns these settings with another time that instances may be silent. */
    public RedisSettings withSilence(Duration time) {
        return new RedisSettings(connection, prefix, chainName, chainId, keep, time, grouping, clock, metrics);
    }

    /** Returns these settings with another time between goes. */
    public RedisSettings withGrouping(Duration time) {
        return new RedisSettings(connection, prefix, chainName, chainId, keep, silence, time, clock, metrics);
    }

    /** Returns these settings with another clock. */
    public RedisSettings withClock(InstantSource source) {
        return new RedisSettings(connection, prefix, chainName, chainId, keep, silence, grouping, source, metrics);
    }

    /** Returns these settings with other metrics. */
    public RedisSettings withMetrics(Metrics counters) {
        return new RedisSettings(connection, prefix, chainName, chainId, keep, silence, grouping, clock, counters);
    }
}
