package io.potpool.launcher.migrate;

import io.potpool.redis.RedisConnection;
import io.potpool.redis.RedisKeyReader;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The keys of an old pool on a Redis server. */
final class RedisOldKeys implements OldKeys {

    private final RedisKeyReader reader;
    private final String place;

    RedisOldKeys(RedisConnection to) {
        this.reader = RedisKeyReader.open(to);
        this.place = to.servers() + ", database " + to.database();
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public Optional<String> text(String key) {
        return reader.text(key);
    }

    @Override
    public Map<String, String> hash(String key) {
        return reader.hash(key);
    }

    @Override
    public void set(String key, Consumer<String> each) {
        reader.set(key, each);
    }

    @Override
    public void sorted(String key, BiConsumer<String, String> each) {
        reader.sorted(key, each);
    }

    @Override
    public void keys(String pattern, Consumer<String> each) {
        reader.keys(pattern, each);
    }

    @Override
    public void close() {
        reader.close();
    }
}
