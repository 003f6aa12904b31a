package io.potpool.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.testkit.miner.MinerProtocol;
import io.potpool.testkit.miner.MinerStats;
import io.potpool.testkit.miner.SimulatedMiner;
import io.potpool.testkit.node.SimulatedNode;
import io.potpool.testkit.pow.Hasher;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunIT {

    private static final String WALLET = "0x00000000000000000000000000000000000000a1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private SimulatedNode node;
    private Path config;
    private int port;

    @BeforeEach
    void startNode() throws IOException {
        node = SimulatedNode.builder()
                .etherbase(Address.parse("0x00000000000000000000000000000000000000e0"))
                .staticReward(Wei.parse("2000000000000000000"))
                .genesisDifficulty(1_000_000_000)
                .fixedDifficulty()
                .chainId(20_000_010)
                .build()
                .start();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        config = directory.resolve("config.json");
        Files.writeString(config, config(node.url().toString()));
    }

    private String config(String url) {
        return """
                {
                  "network": { "name": "test", "chainId": 20000010, "rewards": [{ "from": 0, "wei": "2000000000000000000" }] },
                  "proxy": {
                    "blockRefreshInterval": "100ms", "difficulty": 10, "miningFee": 0, "potA": 0, "potCap": 0,
                    "stratum": { "listen": "127.0.0.1:%d" }
                  },
                  "upstream": [{ "name": "main", "url": "%s" }]
                }
                """.formatted(port, url);
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    private void awaitListening(Potpool pool) {
        await().atMost(PATIENCE).until(() -> {
            assertThat(pool.alive()).as(pool.out() + pool.err()).isTrue();
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private SimulatedMiner miner(MinerProtocol protocol, String worker) {
        return SimulatedMiner.builder("127.0.0.1", port)
                .protocol(protocol)
                .wallet(WALLET)
                .worker(worker)
                .hashesPerSecond(200)
                .hasher(Hasher.light())
                .start();
    }

    private JsonNode audit() throws IOException, InterruptedException {
        try (Potpool audit = Potpool.start(directory, "audit", "--json", config.toString())) {
            assertThat(audit.exitCode()).as(audit.err()).isZero();
            return JsonMapper.shared().readTree(audit.lastLine());
        }
    }

    @Test
    void sharesAnsweredTrueAreInTheAuditAndSigtermEndsWithZero() throws Exception {
        long accepted;
        try (Potpool pool = Potpool.start(directory, "run", config.toString())) {
            awaitListening(pool);
            try (SimulatedMiner first = miner(MinerProtocol.ETHPROXY, "one");
                    SimulatedMiner second = miner(MinerProtocol.ETHEREUM_STRATUM_1, "two")) {
                await().atMost(PATIENCE)
                        .until(() ->
                                first.stats().accepted() >= 20 && second.stats().accepted() >= 20);
                JsonNode running = audit();
                assertThat(running.get("ok").booleanValue()).isTrue();
                assertThat(running.at("/accounts/" + WALLET + "/shares").longValue())
                        .isGreaterThanOrEqualTo(40);

                pool.terminate();
                assertThat(pool.exitCode()).as(pool.out() + pool.err()).isZero();
                accepted = accepted(first.stats()) + accepted(second.stats());
            }
            assertThat(pool.out()).contains("stopping", "stopped").doesNotContain("ERROR");
            assertThat(pool.out().lines().count()).as("no line a share").isLessThan(40);
        }

        JsonNode after = audit();
        long shares = after.at("/accounts/" + WALLET + "/shares").longValue();
        assertThat(after.get("ok").booleanValue()).isTrue();
        assertThat(shares).isGreaterThanOrEqualTo(accepted);
        assertThat(after.at("/totals/creditedWei").stringValue()).isEqualTo(String.valueOf(shares * 20_000_000_000L));
        assertThat(after.at("/totals/balanceWei")).isEqualTo(after.at("/totals/creditedWei"));
    }

    private static long accepted(MinerStats stats) {
        assertThat(stats.invalid()).isZero();
        return stats.accepted();
    }

    @Test
    void storeAndPortAreOnePoolsAlone() throws Exception {
        try (Potpool pool = Potpool.start(directory, "run", config.toString())) {
            awaitListening(pool);

            try (Potpool second = Potpool.start(directory, "run", config.toString())) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.err()).contains("data");
            }
            Path elsewhere = Files.createDirectory(directory.resolve("other")).resolve("config.json");
            Files.copy(config, elsewhere);
            try (Potpool third = Potpool.start(directory, "run", elsewhere.toString())) {
                assertThat(third.exitCode()).isEqualTo(1);
                assertThat(third.err()).contains("cannot listen on", String.valueOf(port));
            }
        }
    }

    @Test
    void checkSaysOkBeforeAndWhileThePoolRuns() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Potpool pool = i == 0 ? null : Potpool.start(directory, "run", config.toString())) {
                if (pool != null) {
                    awaitListening(pool);
                }
                try (Potpool check = Potpool.start(directory, "check", config.toString())) {
                    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
                    assertThat(check.out())
                            .contains("ok config", "ok node main: gives work of height 1", "ok store", "ok disk")
                            .contains("ok clock", "ok descriptors", "ok port proxy.stratum.listen")
                            .contains("WARN etherbase")
                            .doesNotContain("FAIL");
                }
            }
        }
    }

    @Test
    void checkFailsWithARemedyWhereThereIsNoNode() throws Exception {
        node.close();
        try (ServerSocket taken = new ServerSocket(port)) {
            try (Potpool check = Potpool.start(directory, "check", config.toString())) {
                assertThat(taken.isBound()).isTrue();
                assertThat(check.exitCode()).isEqualTo(1);
                assertThat(check.out()).contains("FAIL node main: ", "FAIL work: ", "FAIL port proxy.stratum.listen: ");
                assertThat(check.out().lines())
                        .filteredOn(line -> line.startsWith("FAIL"))
                        .allSatisfy(line -> assertThat(line).contains(" - "));
            }
        }
    }

    @Test
    void wrongChainIsFoundByCheck() throws Exception {
        Files.writeString(config, Files.readString(config).replace("20000010", "5"));

        try (Potpool check = Potpool.start(directory, "check", config.toString())) {
            assertThat(check.exitCode()).as(check.out()).isNotEqualTo(2);
            assertThat(check.out()).contains("chain");
            assertThat(check.out()).doesNotContain("ok node main");
        }
    }

    @Test
    void scriptWorksThroughALinkFromAnyDirectory() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("linked"), Potpool.program());

        try (Potpool version = Potpool.start(link, directory, "version")) {
            assertThat(version.exitCode()).as(version.err()).isZero();
            assertThat(version.out()).startsWith("potpool 0.");
        }
    }
}
