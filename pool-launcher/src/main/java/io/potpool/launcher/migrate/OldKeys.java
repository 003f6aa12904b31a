package io.potpool.launcher.migrate;

import io.potpool.redis.ConnectedClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads keys of a pool of the open-ethereum-pool family. Large values are handed over piece by piece. Blocks; never writes. */
interface OldKeys extends AutoCloseable {

    /** Where it is, without secrets. */
    String place();

    /** Returns a string. */
    Optional<String> text(String key);

    /** Returns a hash of few fields. */
    Map<String, String> hash(String key);

    /** Hands over the members of a set; one may come twice. */
    void set(String key, Consumer<String> each);

    /** Hands over the members of a sorted set in their order, each with its score as Redis writes it. */
    default void sorted(String key, BiConsumer<String, String> each) {
        sorted(key, 0, each);
    }

    /** Hands over the members of a sorted set from a rank on; the lowest has rank 0. */
    void sorted(String key, long from, BiConsumer<String, String> each);

    /** Returns the member of a rank in a sorted set, below 0 counted from the highest; empty if there are not so many. */
    Optional<String> at(String key, long rank);

    /** Returns how many members a sorted set has. */
    long size(String key);

    /** Returns who is connected to the server; empty if it does not say. */
    Optional<List<ConnectedClient>> clients();

    /** Hands over the keys that match a pattern; one may come twice. */
    void keys(String pattern, Consumer<String> each);

    @Override
    void close();
}
