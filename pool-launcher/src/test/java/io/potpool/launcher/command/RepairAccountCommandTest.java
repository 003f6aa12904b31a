package io.potpool.launcher.command;

import static io.potpool.testkit.contract.SampleShares.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.SampleShares;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RepairAccountCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        return new CommandLine(new PotpoolCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static void command(RedisServer redis, String line) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", redis.port())) {
            OutputStream to = socket.getOutputStream();
            to.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isIn((int) ':', (int) '+');
        }
    }

    private static String config(String rest) {
        return "{\"network\": \"classic\", \"upstream\": [{\"name\": \"n\", \"url\": \"http://127.0.0.1:1\"}]" + rest
                + "}";
    }

    @Test
    void aDamagedBalanceIsShownThenRepairedThenSound(@TempDir Path dir) throws IOException {
        try (RedisServer redis = RedisServer.start(dir, "--save", "", "--appendonly", "no")) {
            Path file = dir.resolve("config.json");
            Files.writeString(
                    file, config(", \"redis\": {\"endpoint\": \"127.0.0.1:" + redis.port() + "\", \"prefix\": \"p\"}"));
            PoolConfig config = new ConfigReader(Map.of()).read(file).config().orElseThrow();
            try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
                store.shares()
                        .commit(SampleShares.batch(JournalId.random(), 1, ALICE, 100, 0, 4))
                        .toCompletableFuture()
                        .join();
            }
            command(redis, "HSET potpool:{p}:a:" + ALICE.text() + " g x");
            String login = ALICE.text();
            assertThat(run("audit", file.toString())).isEqualTo(1);

            assertThat(run("repair-account", login, "--dry-run", file.toString()))
                    .isEqualTo(1);
            assertThat(out.toString()).contains("kept: gwei \"x\"", "it differs");
            assertThat(run("repair-account", login, file.toString())).isZero();
            assertThat(out.toString()).contains("shares 4", "repaired");
            assertThat(run("repair-account", login, file.toString())).isZero();
            assertThat(out.toString()).contains("nothing to repair");
            assertThat(run("audit", file.toString())).isZero();

            command(redis, "HINCRBY potpool:{p}:a:" + login + " g 1");
            command(redis, "DEL potpool:{p}:hours");
            assertThat(run("repair-account", login, file.toString())).isEqualTo(1);
            assertThat(out.toString()).contains("FAULT", "nothing was changed");
            assertThat(run("repair-account", "0x1", file.toString())).isEqualTo(1);
            assertThat(err.toString()).contains("potpool: ");
        }
    }

    @Test
    void anEmbeddedStoreIsNotForIt(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("config.json"), config(""));
        assertThat(run("repair-account", ALICE.text(), file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("not Redis");
    }
}
