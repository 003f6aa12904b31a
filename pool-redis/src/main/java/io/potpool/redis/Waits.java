package io.potpool.redis;

import io.potpool.spi.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent behind changes so that their replies mean as much durability as the settings ask for. */
final class Waits {

    private final RedisWaiting asked;
    private final boolean fsync;
    private final byte[] beat;

    /**
     * @param knowsWaitAof whether the server has {@code WAITAOF}
     * @param beat a key that is written before waiting
     */
    Waits(RedisWaiting asked, boolean knowsWaitAof, String beat) {
        this.asked = asked;
        this.fsync = asked.fsync() && knowsWaitAof;
        this.beat = RedisCommand.bytes(beat);
    }

    /**
     * Returns the commands. The server waits for what this very connection has written last: a repeat that changes nothing,
     * over a fresh connection, would wait for nothing, hence the write before.
     */
    List<RedisCommand> commands() {
        if (!fsync && asked.replicas() == 0) {
            return List.of();
        }
        RedisCommand write = RedisCommand.of("SET", beat, "1");
        long millis = asked.timeout().toMillis();
        RedisCommand wait = fsync
                ? RedisCommand.of("WAITAOF", 1, asked.replicas(), millis)
                : RedisCommand.of("WAIT", asked.replicas(), millis);
        return List.of(write, wait);
    }

    /** @throws StoreException if too few have the changes */
    void check(List<@Nullable Object> replies) {
        if (replies.isEmpty()) {
            return;
        }
        Object reply = replies.get(replies.size() - 1);
        boolean enough = fsync
                ? reply instanceof List<?> counts
                        && counts.size() == 2
                        && counts.get(0) instanceof Long here
                        && here >= 1
                        && counts.get(1) instanceof Long there
                        && there >= asked.replicas()
                : reply instanceof Long count && count >= asked.replicas();
        if (!enough) {
            throw new StoreException("a change is not as durable as asked for: "
                    + (fsync ? "the append-only files of the master and of " : "the memory of ") + asked.replicas()
                    + " replicas did not have it within " + asked.timeout().toMillis() + " ms (" + said(reply) + ")");
        }
    }

    private static String said(@Nullable Object reply) {
        return reply instanceof ErrorReply error ? error.message() : "only " + reply;
    }
}
