package io.potpool.redis;

import java.time.Duration;

/**
 * What must have a change before it counts as durable, besides the master's memory.
 *
 * @param replicas how many replicas must have it ({@code WAIT}); 0 waits for none
 * @param fsync whether it must be in the append-only files too ({@code WAITAOF}, servers from 7.2 on; on older ones the
 *     server's own {@code appendfsync} decides): the master's and those of {@code replicas} replicas
 * @param timeout how long to wait; then the change fails, and a repeat waits once more
 */
public record RedisWaiting(int replicas, boolean fsync, Duration timeout) {

    /** Waits for nothing: durable is what the server's own settings make durable. */
    public static final RedisWaiting NONE = new RedisWaiting(0, false, Duration.ofMillis(500));

    /** @throws IllegalArgumentException if the count is outside 0..16 or the time-out is not positive */
    public RedisWaiting {
        if (replicas < 0 || replicas > 16 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("waiting needs 0 to 16 replicas and a time-out of at least 1 ms");
        }
    }

    boolean isNeeded() {
        return replicas > 0 || fsync;
    }
}
