package io.potpool.node;

/** Lets some hints a second pass, whoever sends them. Thread-safe. */
final class HintLimit {

    static final int PER_SECOND = 20;

    private long windowNanos;
    private int passed = PER_SECOND;

    /** @param nowNanos a monotonic time */
    synchronized boolean pass(long nowNanos) {
        if (passed >= PER_SECOND && (windowNanos == 0 || nowNanos - windowNanos >= 1_000_000_000L)) {
            windowNanos = nowNanos;
            passed = 0;
        }
        if (passed >= PER_SECOND) {
            return false;
        }
        passed++;
        return true;
    }
}
