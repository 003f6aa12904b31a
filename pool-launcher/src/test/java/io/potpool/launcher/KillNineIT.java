package io.potpool.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.AuditReport;
import io.potpool.sqlite.SqliteAudit;
import io.potpool.testkit.miner.StratumClient;
import io.potpool.testkit.node.SimulatedNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, killed without warning at random moments under load. */
class KillNineIT {

    private static final Address WALLET = Address.parse("0x00000000000000000000000000000000000000a1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ANSWER = Pattern.compile("\\{\"id\":(\\d+),.*\"result\":(true|false).*");
    private static final int ROUNDS = 20;
    private static final int SHARES_A_ROUND = 40;
    private static final long NETWORK = 1_000_000_000_000L;
    private static final BigWei REWARD = new BigWei("2000000000000000000");

    private record BigWei(String text) {
        long ofShare(long difficulty) {
            return Wei.parse(text).value().longValueExact() / NETWORK * difficulty;
        }
    }

    @TempDir
    private Path directory;

    private final Random random = new Random(20261124);
    private SimulatedNode node;
    private Path config;
    private int port;

    @BeforeEach
    void startNode() throws IOException {
        node = SimulatedNode.builder()
                .staticReward(Wei.parse(REWARD.text()))
                .genesisDifficulty(NETWORK)
                .fixedDifficulty()
                .etherbase(Address.parse("0x00000000000000000000000000000000000000e0"))
                .chainId(20_000_010)
                .build()
                .start();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        config = directory.resolve("config.json");
        Files.writeString(config, """
                {
                  "network": { "name": "test", "chainId": 20000010, "rewards": [{ "from": 0, "wei": "%s" }] },
                  "proxy": {
                    "blockRefreshInterval": "50ms", "difficulty": 2, "miningFee": 0, "potA": 0, "potCap": 0,
                    "stratum": { "listen": "127.0.0.1:%d", "minDiffFloat": 0.00000001 }
                  },
                  "upstream": [{ "name": "main", "url": "%s" }]
                }
                """.formatted(REWARD.text(), port, node.url()));
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    private Potpool run() throws IOException {
        Potpool pool = Potpool.start(directory, "run", config.toString());
        await().atMost(PATIENCE).until(() -> {
            assertThat(pool.alive()).as(pool.out() + pool.err()).isTrue();
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
        return pool;
    }

    private StratumClient login() throws IOException {
        StratumClient client = StratumClient.connect("127.0.0.1", port);
        Map<String, Object> reply =
                client.call("{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + WALLET + "\",\"x\"]}");
        assertThat(reply.get("result")).isEqualTo(true);
        return client;
    }

    private static Hash256 header(StratumClient client) {
        String line = client.await("a job", text -> text.startsWith("{\"id\":0,"), PATIENCE);
        Matcher header = Pattern.compile("0x[0-9a-f]{64}").matcher(line);
        assertThat(header.find()).isTrue();
        return Hash256.parse(header.group());
    }

    private static String submit(long id, Nonce nonce, Hash256 header) {
        return "{\"id\":" + id + ",\"method\":\"eth_submitWork\",\"params\":[\"" + nonce + "\",\"" + header + "\",\""
                + Hash256.ZERO + "\"]}";
    }

    private AuditReport audit() {
        AuditReport report = SqliteAudit.open(directory.resolve("data"))
                .run(id -> Optional.ofNullable(BundledSchemes.all().get(id)));
        assertThat(report.faults()).isEmpty();
        return report;
    }

    private static long shares(AuditReport report) {
        AuditReport.Line line = report.accounts().get(WALLET);
        return line == null ? 0 : line.shares();
    }

    /** Takes the answers that have come and are told apart by their id; returns how many. */
    private static int take(StratumClient client, List<Nonce> sent, Set<Nonce> accepted) {
        int answers = 0;
        for (String line : client.pendingLines()) {
            Matcher answer = ANSWER.matcher(line);
            if (answer.matches() && Long.parseLong(answer.group(1)) >= 1000) {
                answers++;
                if (answer.group(2).equals("true")) {
                    accepted.add(sent.get(Integer.parseInt(answer.group(1)) - 1000));
                }
            }
        }
        return answers;
    }

    @Test
    void everyShareAnsweredTrueIsCreditedOnceAndNoneIsPaidAgain() throws Exception {
        Set<Nonce> sent = new LinkedHashSet<>();
        Set<Nonce> accepted = new HashSet<>();
        MinedNonces stock = null;
        for (int round = 0; round < ROUNDS; round++) {
            try (Potpool pool = run();
                    StratumClient client = login()) {
                Hash256 header = header(client);
                stock = stock == null ? new MinedNonces(header, random.nextLong()) : stock;
                resend(client, header, sent, accepted);
                List<Nonce> fresh = stock.find(SHARES_A_ROUND, reached -> reached.compareTo(Difficulty.of(2)) >= 0);
                sent.addAll(fresh);
                for (int i = 0; i < fresh.size(); i++) {
                    client.send(submit(1000 + i, fresh.get(i), header));
                }
                int enough = random.nextInt(SHARES_A_ROUND);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> take(client, fresh, new HashSet<>()) >= enough);
                pool.kill();
                client.awaitEnd();
                take(client, fresh, accepted);
            }
            AuditReport report = audit();
            assertThat(shares(report)).isBetween((long) accepted.size(), (long) sent.size());
            if (shares(report) > 0) {
                assertThat(report.totals().credited()).isEqualTo(Wei.of(shares(report) * REWARD.ofShare(2)));
            }
        }
        assertThat(accepted).hasSizeGreaterThan(ROUNDS);
        try (Potpool pool = run();
                StratumClient client = login()) {
            assertThat(pool.alive()).isTrue();
            resend(client, header(client), sent, accepted);
        }
        assertThat(accepted).isEqualTo(sent);
        assertThat(shares(audit())).isEqualTo(sent.size());
    }

    /** Sends every share of the window again: none that was answered true is taken, the others are credited now. */
    private void resend(StratumClient client, Hash256 header, Set<Nonce> sent, Set<Nonce> accepted) throws IOException {
        long stored = shares(audit());
        long taken = 0;
        for (Nonce nonce : sent) {
            Map<String, Object> reply = client.call(submit(7, nonce, header));
            boolean now = Boolean.TRUE.equals(reply.get("result"));
            assertThat(now && accepted.contains(nonce))
                    .as("paid twice: %s", nonce)
                    .isFalse();
            taken += now ? 1 : 0;
            if (!now) {
                assertThat(reply.get("error").toString()).contains("22");
            }
        }
        assertThat(stored + taken).isEqualTo(sent.size());
        accepted.addAll(sent);
    }

    /** Who does not log in for 10 s is cut off, and the first cache may take longer. */
    private StratumClient connectOnceThereIsWork() throws IOException {
        try (StratumClient first = login()) {
            assertThat(header(first)).isNotNull();
        }
        return StratumClient.connect("127.0.0.1", port);
    }

    @Test
    void aLeaseAndItsTermsHoldAcrossKillNine() throws Exception {
        String prefix;
        Hash256 header;
        try (Potpool pool = run();
                StratumClient client = connectOnceThereIsWork()) {
            String subscribed = client.call(
                            "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"t/1\",\"EthereumStratum/1.0.0\"]}")
                    .get("result")
                    .toString();
            Matcher extranonce = Pattern.compile("([0-9a-f]{6})\\]$").matcher(subscribed);
            assertThat(extranonce.find()).as(subscribed).isTrue();
            prefix = extranonce.group(1);
            client.call(
                    "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + WALLET + ".rig1\",\"d=0.00000002\"]}");
            client.await("the default difficulty", line -> line.contains("[0.00000000046566"), PATIENCE);
            while (!client.pendingLines().toString().contains("set_difficulty\",\"params\":[0.00000002")) {
                node.mineBlock();
                String height = "\"height\":" + (node.height() + 1);
                client.await("work of the new height", line -> line.contains(height), PATIENCE);
            }
            pool.kill();
        }
        try (Potpool pool = run();
                StratumClient client = login()) {
            assertThat(pool.alive()).isTrue();
            header = header(client);
            MinedNonces stock =
                    new MinedNonces(header, Nonce.parse(prefix + "0000000000").value());
            Nonce low = stock.find(
                            1,
                            reached -> reached.compareTo(Difficulty.of(2)) >= 0
                                    && reached.compareTo(Difficulty.of(86)) < 0)
                    .get(0);
            Nonce good = stock.find(1, reached -> reached.compareTo(Difficulty.of(86)) >= 0)
                    .get(0);

            assertThat(client.call(submit(5, low, header)).get("error").toString())
                    .contains("23", "leased");
            assertThat(client.call(submit(6, good, header)).get("result")).isEqualTo(true);
        }
        assertThat(audit().totals().credited()).isEqualTo(Wei.of(REWARD.ofShare(86)));
    }
}
