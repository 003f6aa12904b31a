package io.potpool.launcher.pool;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.config.RedisConfig;
import io.potpool.metrics.Metrics;
import io.potpool.redis.RedisProbe;
import io.potpool.redis.RedisSettings;
import io.potpool.redis.RedisStore;
import io.potpool.spi.PoolStore;
import io.potpool.spi.PoolStoreProvider;
import io.potpool.spi.StoreException;
import io.potpool.sqlite.SqliteReader;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the store that a config names: a plugin's, the shared Redis, or the embedded one. */
public final class StoreOpening {

    private final PoolConfig config;
    private final Metrics metrics;

    /** Nothing is opened yet. */
    public StoreOpening(PoolConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Opens the store for a pool.
     *
     * @throws IOException if it cannot be opened
     * @throws RuntimeException if it is not to be opened, such as one of another chain; the message is for the operator
     */
    public PoolStore open() throws IOException {
        Optional<String> plugin = config.plugins().store();
        if (plugin.isPresent()) {
            return new Plugins(config, metrics).make(PoolStoreProvider.class, plugin.get());
        }
        if (config.redis().isPresent()) {
            leftBehind().ifPresent(directory -> {
                throw new StoreException("the config has a \"redis\", but " + directory + " has an embedded store whose"
                        + " balances nobody would pay: " + remedy(directory));
            });
            return RedisStore.open(redisSettings(config.redis().get()));
        }
        Files.createDirectories(config.dataDirectory());
        return SqliteStore.open(sqliteSettings());
    }

    /**
     * Returns whether the config's store was ever made, without making it; a plugin's counts as made.
     *
     * @throws StoreException if the server does not answer
     */
    public boolean isThere() {
        if (config.plugins().store().isPresent()) {
            return true;
        }
        return config.redis()
                .map(redis -> new RedisProbe(RedisConnections.of(redis), redis.prefix()).isThere())
                .orElseGet(() -> Files.exists(config.dataDirectory().resolve("potpool.db")));
    }

    /** Opens the store for an import, also while an embedded one beside it waits to be imported. */
    public PoolStore openForImport() throws IOException {
        return config.plugins().store().isEmpty() && config.redis().isPresent()
                ? RedisStore.open(redisSettings(config.redis().get()))
                : open();
    }

    /** Returns what an operator can do about an embedded store that is left behind. */
    public String remedy(Path leftBehind) {
        return "move them with \"potpool import --from sqlite:" + leftBehind + " " + config.file()
                + "\", or move that directory away";
    }

    /**
     * Returns the directory of an embedded store that the config's Redis stands in for, where it was never moved.
     *
     * @throws StoreException if it cannot be read
     */
    public Optional<Path> leftBehind() {
        Path directory = config.dataDirectory();
        if (!Files.exists(directory.resolve("potpool.db"))) {
            return Optional.empty();
        }
        SqliteReader reader = SqliteReader.open(directory);
        return reader.movedTo().isEmpty() && !reader.isEmpty() ? Optional.of(directory) : Optional.empty();
    }

    /** Returns how the embedded store is opened. */
    public SqliteSettings sqliteSettings() {
        return SqliteSettings.of(
                        config.dataDirectory(),
                        config.chain().name(),
                        config.chain().chainId())
                .withKeep(config.shareKeep())
                .withMetrics(metrics);
    }

    /** Returns how the shared store is opened. */
    public RedisSettings redisSettings(RedisConfig redis) {
        return RedisSettings.of(
                        RedisConnections.of(redis),
                        redis.prefix(),
                        config.chain().name(),
                        config.chain().chainId())
                .withKeep(config.shareKeep())
                .withSilence(config.spool().maxAge().multipliedBy(2))
                .withMetrics(metrics);
    }

    /** Returns where it is, in words for an operator. */
    public String inWords() {
        return config.plugins()
                .store()
                .map(id -> "the plugin " + id)
                .or(() -> config.redis().map(redis -> "Redis at " + redis.inWords() + ", prefix " + redis.prefix()))
                .orElse("the embedded store in " + config.dataDirectory());
    }
}
