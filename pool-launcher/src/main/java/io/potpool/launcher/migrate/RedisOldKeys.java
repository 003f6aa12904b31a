package io.potpool.launcher.migrate;

import io.potpool.redis.ConnectedClient;
import io.potpool.redis.RedisConnection;
import io.potpool.redis.RedisKeyReader;
import java.util.List;
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
    public void sorted(String key, long from, BiConsumer<String, String> each) {
        reader.sorted(key, from, each);
    }

    @Override
    public Optional<String> at(String key, long rank) {
        return reader.at(key, rank);
    }

    @Override
    public long size(String key) {
        return reader.size(key);
    }

    @Override
    public Optional<List<ConnectedClient>> clients() {
        return reader.clients();
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
