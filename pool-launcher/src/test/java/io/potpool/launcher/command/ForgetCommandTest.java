package io.potpool.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.metrics.Metrics;
import io.potpool.spi.Instance;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ForgetCommandTest {

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private RedisServer redis;
    private Path file;
    private PoolStore store;

    @BeforeEach
    void register() throws IOException {
        redis = RedisServer.start(dir, "--save", "", "--appendonly", "no");
        file = dir.resolve("config.json");
        Files.writeString(
                file,
                "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}],"
                        + "\"redis\": {\"endpoint\": \"127.0.0.1:" + redis.port() + "\"}}");
        PoolConfig config = new ConfigReader(Map.of()).read(file).config().orElseThrow();
        store = new StoreOpening(config, new Metrics()).open();
        store.instances()
                .register(new Instance(JournalId.random(), "eu-1", "1", Instant.EPOCH))
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void end() {
        store.close();
        redis.close();
    }

    private int forget(String... more) {
        CommandLine line = new CommandLine(new PotpoolCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return more.length == 0
                ? line.execute("forget", "eu-1", file.toString())
                : line.execute("forget", more[0], "eu-1", file.toString());
    }

    @Test
    void oneThatDiedAMomentAgoIsForgottenWithAWarning() {
        assertThat(forget()).isZero();
        assertThat(out.toString()).contains("forgotten: eu-1");
        assertThat(err.toString()).contains("heard of a moment ago");
        assertThat(store.instances().all()).isEmpty();
    }

    @Test
    void oneThatRunsIsForgottenOnlyWhereThatIsSaid() {
        ScheduledExecutorService pool = Executors.newSingleThreadScheduledExecutor();
        try {
            pool.scheduleAtFixedRate(
                    () -> store.instances()
                            .all()
                            .forEach(view -> store.instances().confirm(view.latest())),
                    0,
                    200,
                    TimeUnit.MILLISECONDS);

            assertThat(forget()).isEqualTo(1);
            assertThat(err.toString()).contains("eu-1 runs", "--running");
            assertThat(store.instances().all()).hasSize(1);

            assertThat(forget("--running")).isZero();
            assertThat(store.instances().all()).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }
}
