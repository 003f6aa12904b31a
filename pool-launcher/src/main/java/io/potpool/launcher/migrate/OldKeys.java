package io.potpool.launcher.migrate;

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
    void sorted(String key, BiConsumer<String, String> each);

    /** Hands over the keys that match a pattern; one may come twice. */
    void keys(String pattern, Consumer<String> each);

    @Override
    void close();
}
