package io.potpool;

import io.potpool.metrics.Metrics;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the pool gives out work, by whether the store confirms the pool's own state: what {@code healthCheck} and {@code
 * maxFails} of the open-ethereum-pool family mean. Thread-safe.
 */
final class StoreHealth {

    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    private final boolean stops;
    private final int maxFails;
    private final AtomicInteger fails = new AtomicInteger();

    /**
     * Creates it, healthy.
     *
     * @param stops whether a sick store stops the work
     * @param maxFails after how many failures in a row the store is sick, at least 1
     */
    StoreHealth(boolean stops, int maxFails, Metrics metrics) {
        if (maxFails < 1) {
            throw new IllegalArgumentException("maxFails is at least 1");
        }
        this.stops = stops;
        this.maxFails = maxFails;
        metrics.gauge("store.failsInARow", fails::get);
        metrics.gauge("store.sick", () -> isSick() ? 1 : 0);
    }

    /** The store has confirmed the pool's state. */
    void confirmed() {
        if (fails.getAndSet(0) >= maxFails) {
            LOG.warn("the store is well again{}", stops ? ": miners get work" : "");
        }
    }

    /** The store has not confirmed the pool's state. */
    void failed() {
        int now = fails.updateAndGet(before -> before == Integer.MAX_VALUE ? before : before + 1);
        if (now == maxFails) {
            LOG.error(
                    "the store has not confirmed the pool's state {} times in a row{}",
                    maxFails,
                    stops ? ": miners hear \"work not ready\"" : "");
        }
    }

    boolean isSick() {
        return fails.get() >= maxFails;
    }

    /** Returns whether miners get work. */
    boolean serves() {
        return !stops || !isSick();
    }
}
