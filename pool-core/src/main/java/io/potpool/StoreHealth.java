package io.potpool;

import io.potpool.metrics.Metrics;
import io.potpool.store.InWords;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the pool gives out work, by whether the store confirms the pool's own state: what {@code healthCheck} and {@code
 * maxFails} of the open-ethereum-pool family mean.
 *
 * <p>Counts in the family's unit, one failure per {@code stateUpdateInterval}, however often the store is asked. Thread-safe.
 */
final class StoreHealth {

    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    /**
     * When the store is sick.
     *
     * @param stops whether a sick store stops the work
     * @param maxFails after how many failures in a row, at least 1
     * @param interval the time that counts as one failure, above 0
     */
    record Settings(boolean stops, int maxFails, Duration interval) {

        static final Settings DEFAULT = new Settings(true, 100, Duration.ofSeconds(3));

        Settings {
            if (maxFails < 1) {
                throw new IllegalArgumentException("maxFails is at least 1");
            }
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("stateUpdateInterval is above 0");
            }
        }
    }

    private final Settings settings;
    private final LongSupplier nanos;
    private volatile long fails;
    private long countedNanos;

    /**
     * Creates it, healthy.
     *
     * @param nanos a clock that is never set, in nanoseconds
     */
    StoreHealth(Settings settings, LongSupplier nanos, Metrics metrics) {
        this.settings = settings;
        this.nanos = nanos;
        metrics.gauge("store.failsInARow", () -> fails);
        metrics.gauge("store.sick", () -> isSick() ? 1 : 0);
    }

    /** The store has confirmed the pool's state. */
    synchronized void confirmed() {
        boolean wasSick = isSick();
        fails = 0;
        if (wasSick) {
            LOG.warn("the store is well again{}", settings.stops() ? ": miners get work" : "");
        }
    }

    /** The store has not confirmed the pool's state. */
    synchronized void failed() {
        boolean wasSick = isSick();
        long now = nanos.getAsLong();
        if (fails == 0) {
            fails = 1;
            countedNanos = now;
        } else {
            long interval = Math.max(1, settings.interval().toNanos());
            long more = (now - countedNanos) / interval;
            fails += more;
            countedNanos += more * interval;
        }
        if (isSick() && !wasSick) {
            LOG.error(
                    "the store has not confirmed the pool's state {} times in a row, once per {}{}",
                    settings.maxFails(),
                    InWords.of(settings.interval()),
                    settings.stops() ? ": miners hear \"work not ready\"" : "");
        }
    }

    /** Returns whether the store has not confirmed the state the last time. */
    boolean fails() {
        return fails > 0;
    }

    boolean isSick() {
        return fails >= settings.maxFails();
    }

    /** Returns whether miners get work. */
    boolean serves() {
        return !settings.stops() || !isSick();
    }
}
