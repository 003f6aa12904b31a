package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.shares.ShareOutcome;
import io.potpool.spi.WorkNotifications;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GetworkSessionTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String GET_WORK = "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"eth_getWork\",\"params\":[]}";
    private static final String PATH = "/" + TestMiner.WALLET + "/rig1";

    private final ScriptedPool pool = ScriptedPool.withGold();
    private final Map<String, String> notified = new ConcurrentHashMap<>();
    private StratumServer server;

    private final WorkNotifications taker = new WorkNotifications() {
        @Override
        public boolean trusts(String path) {
            return path.equals("/" + "5".repeat(40));
        }

        @Override
        public int posted(String path, byte[] body, InetAddress from) {
            notified.put(path, new String(body, StandardCharsets.UTF_8));
            return body[0] == '[' ? 200 : 400;
        }
    };

    private TestMiner connect() throws IOException {
        if (server == null) {
            server = Servers.port(pool, port -> port.notifications(taker));
        }
        return new TestMiner(server);
    }

    @AfterEach
    void disconnect() {
        server.close();
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private static String post(String path, String body, String version, String headers) {
        return "POST " + path + " HTTP/" + version + "\r\nHost: pool\r\n" + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static void raw(TestMiner miner, String text) throws IOException {
        miner.raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the body of the next response on a connection that stays open. */
    private static JsonNode response(TestMiner miner) throws IOException {
        assertThat(miner.line(TestMiner.PATIENCE)).hasValue("HTTP/1.1 200 OK\r");
        for (Optional<String> line = miner.line(TestMiner.PATIENCE);
                !line.equals(Optional.of("\r"));
                line = miner.line(TestMiner.PATIENCE)) {
            assertThat(line).isPresent();
        }
        return miner.next();
    }

    private static String submit(int id, String nonce) {
        return "{\"id\":" + id + ",\"method\":\"eth_submitWork\",\"params\":[\"" + nonce + "\",\""
                + ScriptedPool.GOLD_HEADER + "\",\"" + ScriptedPool.GOLD_HEADER + "\"]}";
    }

    @Test
    void ethminersRequestIsAnsweredWholeAndTheConnectionEnds() throws IOException {
        try (TestMiner miner = connect()) {
            raw(miner, post(PATH, GET_WORK, "1.0", "Content-Type: application/json\r\nConnection: close\r\n"));
            String body = "{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":[\"" + ScriptedPool.GOLD_HEADER + "\",\""
                    + ScriptedPool.SEED + "\",\"0x00000001" + "0".repeat(56) + "\",\"0x16e360\"]}\n";
            assertThat(miner.rest())
                    .isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: " + body.length()
                            + "\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n" + body);
        }
    }

    @Test
    void theTargetIsWholeEvenWhereThePortStripsIt() throws IOException {
        server = Servers.port(pool, port -> port.targetStyle(TargetStyle.STRIPPED));
        try (TestMiner miner = connect()) {
            raw(miner, post(PATH, GET_WORK, "1.1", ""));
            assertThat(response(miner).get("result").get(2).asString()).hasSize(66);
        }
    }

    @Test
    void aConnectionThatIsKeptServesRequestsOfSeveralWorkersInTheirOrder() throws IOException {
        try (TestMiner miner = connect()) {
            raw(
                    miner,
                    post(PATH, submit(1, "0x1"), "1.1", "")
                            + post(
                                    "/" + TestMiner.WALLET + ".rig2/",
                                    submit(2, ScriptedPool.GOLD_NONCE.toHex()),
                                    "1.1",
                                    "")
                            + post("/" + TestMiner.WALLET.substring(2), GET_WORK, "1.1", ""));
            assertThat(response(miner).get("error").get("code").asInt()).isEqualTo(23);
            assertThat(response(miner).get("result").asBoolean()).isTrue();
            assertThat(response(miner).get("result").size()).isEqualTo(4);
            assertThat(pool.submissions).extracting(share -> share.worker()).containsExactly("rig1", "rig2");
            assertThat(pool.submissions).allMatch(share -> share.lease().isEmpty());
            assertThat(pool.count("stratum.sessions{getwork}")).isEqualTo(1);
        }
        Awaitility.await().until(() -> pool.count("stratum.sessions{getwork}") == 0);
    }

    @Test
    void thereIsOneShareOfAConnectionUnderWayAndNothingIsReadBeyondIt() throws IOException {
        CompletableFuture<ShareOutcome> outcome = new CompletableFuture<>();
        pool.judge = share -> outcome;
        try (TestMiner miner = connect()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                requests.append(post(PATH, submit(i, "0x" + i), "1.1", ""));
            }
            raw(miner, requests.toString());
            Awaitility.await().until(() -> !pool.submissions.isEmpty());
            Awaitility.await().during(Duration.ofMillis(300)).until(() -> pool.submissions.size() == 1);
            pool.judge = share -> CompletableFuture.completedFuture(new ShareOutcome.Duplicate());
            outcome.complete(new ShareOutcome.Duplicate());
            for (int i = 0; i < 40; i++) {
                assertThat(response(miner).get("id").asInt()).isEqualTo(i);
            }
        }
    }

    @Test
    void aShareWithoutOutcomeIsAnsweredInTime() throws IOException {
        pool.judge = share -> new CompletableFuture<>();
        try (TestMiner miner = connect()) {
            raw(miner, post(PATH, submit(1, "0x1"), "1.0", ""));
            assertThat(miner.rest()).startsWith("HTTP/1.1 200 OK").contains("Not recorded in time");
        }
    }

    @Test
    void noJobIsPushed() throws IOException {
        try (TestMiner miner = connect()) {
            raw(miner, post(PATH, GET_WORK, "1.1", ""));
            response(miner);
            pool.announce(ScriptedPool.GOLD_HEADER, ScriptedPool.HEIGHT, true);
            raw(miner, post(PATH, "{\"id\":5,\"method\":\"eth_getWork\"}", "1.1", ""));
            assertThat(response(miner).get("id").asInt()).isEqualTo(5);
            assertThat(pool.count("stratum.jobsPushed")).isZero();
        }
    }

    @Test
    void workThatIsNotReadyIsAnErrorAndStatus200() throws IOException {
        pool.publish(Optional.empty());
        try (TestMiner miner = connect()) {
            raw(miner, post(PATH, GET_WORK, "1.1", ""));
            assertThat(response(miner).get("error").get("message").asString()).isEqualTo("Work not ready");
            raw(miner, post(PATH, "{\"id\":2,\"method\":\"eth_getBlockByNumber\"}", "1.1", ""));
            assertThat(response(miner).get("error").get("code").asInt()).isZero();
        }
    }

    @Test
    void aReportedHashrateIsKeptFromTheCallAndFromTheHeader() throws IOException {
        try (TestMiner miner = connect()) {
            raw(
                    miner,
                    post(
                            PATH,
                            "{\"id\":9,\"method\":\"eth_submitHashrate\",\"params\":[\"0x00000000000015ae\",\"0x0d\"]}",
                            "1.1",
                            ""));
            assertThat(response(miner).get("result").asBoolean()).isTrue();
            raw(miner, post("/" + TestMiner.WALLET + "/rig2", GET_WORK, "1.1", "X-Mining-Hashrate: 7000\r\n"));
            response(miner);
            assertThat(pool.hashrates.of(pool.wallet()))
                    .extracting(report -> report.worker() + " " + report.hashesPerSecond())
                    .containsExactly("rig1 5550", "rig2 7000");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n|405|0",
                "POST " + PATH + " HTTP/1.1\\r\\nContent-Length: 5000\\r\\n\\r\\n|413|1",
                "POST " + PATH + " HTTP/1.1\\r\\nContent-Length: 1\\r\\n\\r\\n{|400|1",
                "POST " + PATH + " HTTP/1.1\\r\\nContent-Length: x\\r\\n\\r\\n|400|1",
                "POST " + PATH + " NONSENSE\\r\\n\\r\\n|400|1",
            })
    void whatIsNoCallEndsTheConnection(String request, int status, int strikes) throws IOException {
        try (TestMiner miner = connect()) {
            raw(miner, request.replace("\\r\\n", "\r\n"));
            assertThat(miner.rest()).startsWith("HTTP/1.1 " + status);
            assertThat(pool.count("stratum.malformed")).isEqualTo(strikes);
        }
    }

    @Test
    void aBatchAndACallWithoutMethodAreInvalidRequests() throws IOException {
        try (TestMiner miner = connect()) {
            raw(miner, post(PATH, "[" + GET_WORK + "]", "1.1", "") + post(PATH, "{\"id\":1}", "1.1", ""));
            assertThat(response(miner).get("error").get("code").asInt()).isEqualTo(-32600);
            assertThat(response(miner).get("error").get("code").asInt()).isEqualTo(-32600);
        }
    }

    @Test
    void aBarredAccountHearsItAndIsClosed() throws IOException {
        pool.policy = Policies.admitting(login -> false);
        try (TestMiner miner = connect()) {
            raw(miner, post(PATH, GET_WORK, "1.1", ""));
            assertThat(miner.rest()).startsWith("HTTP/1.1 200 OK").contains("You are blacklisted");
        }
    }

    @Test
    void whatIsNoMinersIsANotification() throws IOException {
        String work = "[\"0x1\",\"0x2\",\"0x3\",\"0x4\"]";
        try (TestMiner node = connect()) {
            raw(node, post("/", work, "1.1", "") + post("/" + "5".repeat(40), work, "1.1", ""));
            raw(node, post("/x", "{" + " ".repeat(20_000) + "}", "1.0", ""));
            assertThat(node.rest()).matches("(?s)HTTP/1.1 200 .*HTTP/1.1 200 .*HTTP/1.1 400 .*");
            assertThat(notified).containsOnlyKeys("/", "/" + "5".repeat(40), "/x");
            assertThat(pool.count("stratum.malformed")).isEqualTo(1);
        }
        try (TestMiner miner = connect()) {
            raw(miner, post(PATH, work, "1.1", ""));
            assertThat(response(miner).get("error").get("code").asInt()).isEqualTo(-32600);
            assertThat(notified).hasSize(3);
        }
    }

    @Test
    void slowHeadsAndSlowBodiesEndAtTheDeadlineAndHonestMinersAreServed() throws IOException {
        server = Servers.start(pool, settings -> settings.loginTimeout(Duration.ofSeconds(1)));
        try (TestMiner head = connect();
                TestMiner body = connect()) {
            raw(head, "POST " + PATH + " HTTP/1.1\r\nX: ");
            raw(body, "POST " + PATH + " HTTP/1.1\r\nContent-Length: 100\r\n\r\n{");
            for (TestMiner slow : List.of(head, body)) {
                Awaitility.await()
                        .ignoreExceptionsMatching(IOException.class::isInstance)
                        .until(() -> {
                            raw(slow, "x");
                            return slow.isClosed(Duration.ofMillis(50));
                        });
            }
            assertThat(pool.count("stratum.closed{no-login}")).isEqualTo(2);
            try (TestMiner later = connect()) {
                raw(later, post(PATH, GET_WORK, "1.1", ""));
                assertThat(response(later).has("result")).isTrue();
            }
        }
    }

    @Test
    void whoDoesNotReadHisAnswersIsCutOff() throws IOException {
        server = Servers.start(pool, settings -> settings.sendBufferBytes(4608).stallTimeout(Duration.ofMillis(500)));
        try (TestMiner deaf = new TestMiner(server, 4096)) {
            String request = post(PATH, GET_WORK, "1.1", "");
            Awaitility.await()
                    .ignoreExceptionsMatching(IOException.class::isInstance)
                    .until(() -> {
                        if (pool.count("stratum.closed{slow}") == 0) {
                            raw(deaf, request.repeat(20));
                        }
                        return pool.count("stratum.closed{slow}") == 1;
                    });
        }
    }

    @Test
    void framingThatMayBeReadInTwoWaysEndsTheConnectionAfterTheAnswer() throws IOException {
        for (String field : List.of(
                "Content-Length: *",
                "Content-Length: 9",
                "Transfer-Encoding: !absent",
                "Transfer-Encoding: xchunked")) {
            try (TestMiner miner = connect()) {
                raw(
                        miner,
                        "POST " + PATH + " HTTP/1.1\r\nContent-Length: " + GET_WORK.length() + "\r\n" + field
                                + "\r\nConnection: keep-alive\r\n\r\n" + GET_WORK
                                + post(PATH, submit(1, "0x1"), "1.1", ""));
                assertThat(miner.rest()).contains("connection: close", ScriptedPool.SEED.toString());
                assertThat(pool.submissions).isEmpty();
            }
        }
    }

    @Test
    void aCallWithoutIdIsAnsweredWithNullId() throws IOException {
        try (TestMiner miner = connect()) {
            raw(miner, post(PATH, "{\"method\":\"eth_foo\"}", "1.0", ""));
            String all = miner.rest();
            JsonNode answer = JSON.readTree(all.substring(all.indexOf("\r\n\r\n")));
            assertThat(answer.get("id").isNull()).isTrue();
            assertThat(answer.get("error").get("code").asInt()).isEqualTo(-3);
        }
    }
}
