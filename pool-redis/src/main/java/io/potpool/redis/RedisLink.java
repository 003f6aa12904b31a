package io.potpool.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections to the servers that hold the store. Thread-safe; blocks for the time-outs of its connection at most. */
interface RedisLink extends AutoCloseable {

    /**
     * Sends commands over one connection in one go ({@code WAITAOF} when those before it are answered), and returns their
     * replies: null, a Long, bytes, a list of replies, or an {@link ErrorReply}.
     *
     * @throws LinkException if a reply did not come: which of the commands ran is unknown
     */
    List<@Nullable Object> exchange(List<RedisCommand> commands);

    @Override
    void close();
}
