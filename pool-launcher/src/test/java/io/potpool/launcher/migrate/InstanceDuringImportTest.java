package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.metrics.Metrics;
import io.potpool.redis.ConnectedClient;
import io.potpool.spi.Instance;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceDuringImportTest {

    /** Hands the keys on, and does something before the miners are read for the second time: the floor is raised then. */
    private record Meanwhile(OldKeys keys, Runnable then, int[] passes) implements OldKeys {

        @Override
        public String place() {
            return keys.place();
        }

        @Override
        public Optional<String> text(String key) {
            return keys.text(key);
        }

        @Override
        public Map<String, String> hash(String key) {
            return keys.hash(key);
        }

        @Override
        public void set(String key, Consumer<String> each) {
            keys.set(key, each);
        }

        @Override
        public void sorted(String key, long from, BiConsumer<String, String> each) {
            keys.sorted(key, from, each);
        }

        @Override
        public Optional<String> at(String key, long rank) {
            return keys.at(key, rank);
        }

        @Override
        public long size(String key) {
            return keys.size(key);
        }

        @Override
        public Optional<List<ConnectedClient>> clients() {
            return keys.clients();
        }

        @Override
        public void keys(String pattern, Consumer<String> each) {
            if (++passes[0] == 2) {
                then.run();
            }
            keys.keys(pattern, each);
        }

        @Override
        public void close() {
            keys.close();
        }
    }

    @Test
    void instanceThatIsStartedMeanwhileIsNamedAndTheImportIsRepeated(@TempDir Path dir) throws IOException {
        try (RedisServer redis = RedisServer.start(dir, "--save", "", "--appendonly", "no")) {
            redis.send("HSET", "eth:miners:" + OldPoolData.login(1), "balance", "5");
            Path file = dir.resolve("config.json");
            Files.writeString(
                    file,
                    "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}],"
                            + "\"redis\": {\"endpoint\": \"127.0.0.1:" + redis.port() + "\"}}");
            PoolConfig config = new ConfigReader(Map.of()).read(file).config().orElseThrow();
            ImportSource source = ImportSource.parse("redis://127.0.0.1:" + redis.port(), Optional.empty());
            Instance early = new Instance(JournalId.random(), "eu-1", "1", Instant.EPOCH);
            try (PoolStore target = new StoreOpening(config, new Metrics()).open();
                    OldKeys keys = new RedisOldKeys(((ImportSource.OldRedis) source).connection())) {
                Runnable start = () ->
                        target.instances().register(early).toCompletableFuture().join();

                assertThatThrownBy(() -> importOf(new Meanwhile(keys, start, new int[1]), target))
                        .hasMessageContainingAll("eu-1", "while the import ran", "import again");
                target.instances().retire(early.id()).toCompletableFuture().join();

                assertThat(importOf(keys, target).outcome()).contains("imported: 0 of 1");
            }
        }
    }

    private static ImportReport importOf(OldKeys keys, PoolStore target) throws IOException {
        OldPool old = new OldPool(keys, "eth", 0, List.of(), Clock.systemUTC());
        ImportOptions options = ImportOptions.USUAL.withWatch(Duration.ZERO);
        return new FamilyImport(
                        old,
                        TargetView.of(target),
                        Optional.of(target),
                        ChainEvidence.none("no node"),
                        options,
                        () -> {})
                .run(false);
    }
}
