package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.launcher.command.PotpoolCommand;
import io.potpool.launcher.servers.RedisServer;
import io.potpool.testkit.miner.MinerProtocol;
import io.potpool.testkit.miner.SimulatedMiner;
import io.potpool.testkit.node.SimulatedNode;
import io.potpool.testkit.pow.Hasher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code potpool run} on a real Redis, seen by who asks for {@code /health}, until the store does not count the instance any
 * more, which ends it.
 */
class HealthTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path dir;

    private RedisServer redis;
    private SimulatedNode node;
    private Path file;
    private int healthPort;
    private int minersPort;
    private CompletableFuture<Integer> run;

    @BeforeEach
    void start() throws IOException {
        redis = RedisServer.start(dir, "--appendonly", "yes", "--appendfsync", "always", "--save", "");
        node = SimulatedNode.builder()
                .chainId(20_000_010)
                .etherbase(Address.parse("0x" + "e0".repeat(20)))
                .staticReward(Wei.parse("2000000000000000000"))
                .genesisDifficulty(1_000_000_000)
                .fixedDifficulty()
                .build()
                .start();
        healthPort = RedisServer.freePort();
        minersPort = RedisServer.freePort();
        file = dir.resolve("config.json");
        Files.writeString(file, """
                {
                    "name": "eu-1",
                    "network": { "name": "test", "chainId": 20000010,
                            "rewards": [{ "from": 0, "wei": "2000000000000000000" }] },
                    "proxy": {
                        "difficulty": 10, "miningFee": 0, "potA": 0, "potCap": 0, "blockRefreshInterval": "100ms",
                        "maxFails": 6, "stateUpdateInterval": "1s",
                        "stratum": { "listen": "127.0.0.1:%d" },
                    },
                    "upstream": [{ "name": "main", "url": "%s?key=hidden" }],
                    "health": { "listen": "127.0.0.1:%d" },
                    "redis": { "endpoint": "127.0.0.1:%d" },
                }
                """.formatted(minersPort, node.url(), healthPort, redis.port()));
        run = CompletableFuture.supplyAsync(() -> potpool(err, "run", file.toString()), task -> {
            Thread thread = new Thread(task, "run");
            thread.setDaemon(true);
            thread.start();
        });
        await().atMost(PATIENCE).until(() -> run.isDone() || status().equals("200 OK"));
        assertThat(run).as(err.toString()).isNotDone();
    }

    /** A run that goes on ends when its store is gone for it. */
    @AfterEach
    void end() throws Exception {
        try {
            if (!run.isDone()) {
                redis.send("FLUSHALL");
            }
            run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } finally {
            node.close();
            redis.close();
        }
    }

    private static int potpool(StringWriter err, String... arguments) {
        return new CommandLine(new PotpoolCommand())
                .setOut(new PrintWriter(new StringWriter(), true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private HttpResponse<String> ask() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + healthPort + "/health");
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).doesNotContain("hidden");
        return answer;
    }

    private JsonNode health() throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(ask().body());
    }

    /** Returns the code and the status, such as {@code 200 OK}; of a port that is not open yet nothing. */
    private String status() throws InterruptedException {
        try {
            HttpResponse<String> answer = ask();
            return answer.statusCode() + " "
                    + JsonMapper.shared().readTree(answer.body()).get("status").stringValue();
        } catch (IOException notYet) {
            return "";
        }
    }

    private void awaitStatus(String wanted) {
        await().atMost(PATIENCE).until(this::status, wanted::equals);
    }

    @Test
    void storeThatIsPausedOrKilledShowsUntilItIsBack() throws Exception {
        try (SimulatedMiner miner = SimulatedMiner.builder("127.0.0.1", minersPort)
                .protocol(MinerProtocol.ETHPROXY)
                .wallet("0x" + "a1".repeat(20))
                .worker("rig")
                .hashesPerSecond(200)
                .hasher(Hasher.light())
                .start()) {
            await().atMost(PATIENCE).until(() -> miner.stats().accepted() > 0);
            assertThat(health().at("/spool/shares").longValue()).isZero();
            assertThat(health().at("/spool/since").isNull()).isTrue();

            redis.pause();
            awaitStatus("200 DEGRADED");
            await().atMost(PATIENCE).until(() -> health().at("/spool/shares").longValue() > 0);
            assertThat(health().at("/spool/since").stringValue()).startsWith("20");
            awaitStatus("503 DOWN");
            assertThat(ask().body()).contains("miners hear \\\"work not ready\\\"");
            redis.resume();
            awaitStatus("200 OK");

            redis.kill();
            awaitStatus("200 DEGRADED");
            assertThat(ask().body()).contains("\"name\":\"store\"", "the store has not answered since 20");
            redis.restart();
            awaitStatus("200 OK");
            assertThat(health().at("/spool/shares").longValue()).isZero();

            node.close();
            awaitStatus("200 DEGRADED");
            assertThat(ask().body()).contains("\"name\":\"nodes\"", "no node is healthy: node main: ");
        }
    }

    @Test
    void instanceThatIsForgottenEndsWithCode1AndSaysSo() throws Exception {
        assertThat(potpool(new StringWriter(), "forget", "--running", "eu-1", file.toString()))
                .isZero();

        assertThat(run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .isEqualTo(
                        "potpool: the instance \"eu-1\" has ended and is to be started again: it was forgotten: potpool"
                                + " forget has taken it off the register");
    }

    @Test
    void instanceWhoseStoreWasEmptiedEndsWithCode1AndSaysSo() throws Exception {
        redis.send("FLUSHALL");

        assertThat(run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .isEqualTo(
                        "potpool: the instance \"eu-1\" has ended and is to be started again: the store lost its data: it"
                                + " does not know this instance any more");
    }
}
