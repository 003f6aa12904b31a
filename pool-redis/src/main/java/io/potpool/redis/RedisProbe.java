package io.potpool.redis;

import io.potpool.spi.StoreException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Questions to the server that has, or will have, the store of a prefix; none of them changes it. They block for the
 * connection's time-outs at most.
 */
public final class RedisProbe {

    /** A write that wants memory, of a key that is there only if somebody else put it there. */
    private static final String WRITE = "return redis.call('SET', KEYS[1], '', 'XX', 'KEEPTTL')";

    private final RedisConnection connection;
    private final Keys keys;

    /** Nothing is asked yet. */
    public RedisProbe(RedisConnection connection, String prefix) {
        this.connection = connection;
        this.keys = new Keys(prefix);
    }

    /**
     * Returns whether there is a store already, or what is left of one.
     *
     * @throws StoreException if the server does not answer
     */
    public boolean isThere() {
        return ask(caller -> Schema.isThere(caller, keys));
    }

    /**
     * Returns why the server takes no changes, in its own words, such as a replica, a full memory, a disk that fails or a
     * user without the rights; empty if it takes them.
     *
     * @throws StoreException if the server does not answer
     */
    public Optional<String> refusal() {
        return ask(caller -> caller.ask(Call.of("EVAL", WRITE, 1, keys.probe())) instanceof ErrorReply error
                ? Optional.of(error.message())
                : Optional.empty());
    }

    private <T> T ask(Function<RedisCaller, T> question) {
        try (RedisLink link = JedisLink.open(connection, keys.routing())) {
            return question.apply(new RedisCaller(link, new Waits(RedisWaiting.NONE, false, keys.beat())));
        }
    }
}
