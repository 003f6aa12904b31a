package io.potpool.testkit.miner;

import java.util.concurrent.locks.LockSupport;

/** Holds one thread to a rate; after a pause it does not catch up more than a tenth of a second. */
final class Throttle {

    private static final long MAX_DEBT = 100_000_000;

    private final long interval;
    private long due = System.nanoTime();

    /** A rate of 0 is no limit. */
    Throttle(long hashesPerSecond) {
        interval = hashesPerSecond == 0 ? 0 : 1_000_000_000 / hashesPerSecond;
    }

    void beforeHash() {
        if (interval == 0) {
            return;
        }
        long now = System.nanoTime();
        due = Math.max(due + interval, now - MAX_DEBT);
        if (due > now) {
            LockSupport.parkNanos(due - now);
        }
    }
}
