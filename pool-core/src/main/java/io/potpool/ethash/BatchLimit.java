package io.potpool.ethash;

/**
 * How many shares a batch may have so that no share waits for more than {@link #MAX_NANOS} behind it. Follows what batches
 * took; for one thread, read by any.
 */
final class BatchLimit {

    /** The longest that a batch is meant to take: 25 ms. */
    static final long MAX_NANOS = 25_000_000;

    /** A batch of this size or less is allowed whatever it takes: smaller ones would not be quicker for their shares. */
    static final int LEAST = 8;

    /** More shares at once gain nothing: their rows do not fit the processor's nearest cache. */
    static final int MOST = 64;

    private volatile int shares = MOST;

    int shares() {
        return shares;
    }

    /** Notes what a batch took. */
    void took(int size, long nanos) {
        int now = shares;
        if (nanos > MAX_NANOS) {
            int fitting = (int) (size * MAX_NANOS / nanos);
            shares = Math.max(LEAST, Math.min(now, fitting));
        } else if (size == now && now < MOST && nanos / now * (now + 1) < MAX_NANOS) {
            shares = now + 1;
        }
    }
}
