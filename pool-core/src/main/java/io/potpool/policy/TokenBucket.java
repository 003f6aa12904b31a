package io.potpool.policy;

import io.potpool.policy.PolicySettings.Limits;

/** Connections that may still come; in thousandths, so that a slow refill loses nothing. Guarded by its owner. */
final class TokenBucket {

    private static final long UNIT = 1000;
    private static final long MOST_TIMES = 100;

    private final Limits limits;
    private long held;
    private long filledMillis;

    TokenBucket(Limits limits, long nowMillis) {
        this.limits = limits;
        this.held = full();
        this.filledMillis = nowMillis;
    }

    private long full() {
        return limits.size() * UNIT;
    }

    boolean take(long nowMillis) {
        refill(nowMillis);
        if (held < UNIT) {
            return false;
        }
        held -= UNIT;
        return true;
    }

    /** Gives one back. */
    void giveBack() {
        held = Math.max(held, Math.min(full(), held + UNIT));
    }

    /** A good share was sent. */
    void jump() {
        held = Math.min(full() * MOST_TIMES, held + limits.jump() * UNIT);
    }

    boolean isFull(long nowMillis) {
        refill(nowMillis);
        return held >= full();
    }

    private void refill(long nowMillis) {
        long refillMillis = limits.refill().toMillis();
        long elapsed = Math.max(0, Math.min(nowMillis - filledMillis, refillMillis));
        long added = elapsed * full() / refillMillis;
        if (added > 0 || nowMillis < filledMillis || held >= full()) {
            filledMillis = nowMillis;
            held = Math.max(held, Math.min(full(), held + added));
        }
    }
}
