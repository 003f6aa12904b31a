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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ForgetCommandTest {

    @Test
    void oneThatWasHeardOfAMomentAgoIsForgottenWithAWarning(@TempDir Path dir) throws IOException {
        try (RedisServer redis = RedisServer.start(dir, "--save", "", "--appendonly", "no")) {
            Path file = dir.resolve("config.json");
            Files.writeString(
                    file,
                    "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}],"
                            + "\"redis\": {\"endpoint\": \"127.0.0.1:" + redis.port() + "\"}}");
            PoolConfig config = new ConfigReader(Map.of()).read(file).config().orElseThrow();
            try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
                store.instances()
                        .register(new Instance(JournalId.random(), "eu-1", "1", Instant.EPOCH))
                        .toCompletableFuture()
                        .join();
            }
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();

            int code = new CommandLine(new PotpoolCommand())
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute("forget", "eu-1", file.toString());

            assertThat(code).isZero();
            assertThat(out.toString()).contains("forgotten: eu-1");
            assertThat(err.toString()).contains("heard of a moment ago");
        }
    }
}
