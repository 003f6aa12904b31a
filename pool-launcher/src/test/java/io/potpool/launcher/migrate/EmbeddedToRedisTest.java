package io.potpool.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.metrics.Metrics;
import io.potpool.spi.Instance;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same moves into the shared store. */
class EmbeddedToRedisTest extends EmbeddedImportTest {

    private RedisServer redis;

    @Override
    String configText() {
        try {
            redis = RedisServer.start(dir, "--save", "", "--appendonly", "no");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}],"
                + "\"redis\": {\"endpoint\": \"127.0.0.1:" + redis.port() + "\"}}";
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void targetWithARunningInstanceIsRefused() throws IOException {
        try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
            store.instances()
                    .register(new Instance(JournalId.random(), "eu-9", "1", Instant.EPOCH))
                    .toCompletableFuture()
                    .join();
        }

        ImportReport report = new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("sqlite:" + source, Optional.empty()),
                        "",
                        false,
                        false,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));

        assertThat(report.faults())
                .singleElement()
                .asString()
                .contains("eu-9 runs on the target", "potpool forget eu-9");
    }

    @Test
    void importThatDiedOnTheRegisterIsNotWaitedFor() throws IOException {
        try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
            store.instances()
                    .register(new Instance(JournalId.random(), "import", "import", Instant.EPOCH))
                    .toCompletableFuture()
                    .join();
        }

        ImportReport report = new Imports(config, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("sqlite:" + source, Optional.empty()),
                        "",
                        false,
                        false,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));

        assertThat(report.faults()).isEmpty();
        try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
            assertThat(store.instances().all()).isEmpty();
        }
    }

    @Test
    void embeddedStoreThatIsLeftBehindKeepsThePoolFromStarting() throws IOException {
        Path file = source.resolveSibling("config.json");
        Files.writeString(file, Files.readString(config.file()));
        Files.move(source, file.resolveSibling("data"));
        source = file.resolveSibling("data");
        PoolConfig beside = new ConfigReader(Map.of()).read(file).config().orElseThrow();
        StoreOpening opening = new StoreOpening(beside, new Metrics());

        assertThatThrownBy(opening::open).hasMessageContaining("potpool import --from sqlite:");

        new Imports(beside, line -> {})
                .run(new Imports.Wanted(
                        ImportSource.parse("sqlite:" + source, Optional.empty()),
                        "",
                        false,
                        false,
                        Optional.empty(),
                        ImportOptions.USUAL.withWatch(Duration.ZERO)));
        opening.open().close();
    }
}
