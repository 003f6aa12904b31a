package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.potpool.domain.Hash256;
import io.potpool.shares.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every case of the reference vectors whose protocol is served, over real sockets. */
class StratumCasesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int CASES = 70;

    /** What a case may ask for beside the usual settings. */
    private static final Set<String> SETTINGS =
            Set.of("", "es2_enabled", "es2_disabled", "proxy_protocol", "proxy_protocol_untrusted_peer");

    private static final Pattern BLOCKED =
            Pattern.compile("block;new_template:([0-9a-f]{64});new_template:([0-9a-f]{64});unblock");

    private static final String HELLO = "{\"id\":1,\"method\":\"mining.hello\",\"params\":{\"agent\":\"t/1\","
            + "\"host\":\"h\",\"port\":\"d80\",\"proto\":\"EthereumStratum/2.0.0\"}}";

    private final ScriptedPool pool = new ScriptedPool();
    private final List<String> replaced = new ArrayList<>();
    private final Set<String> loggedInFrom = ConcurrentHashMap.newKeySet();
    private String job = "";
    private String token = "";

    record Case(int number, JsonNode json) {
        @Override
        public String toString() {
            return number + " " + json.get("p").asString() + " "
                    + json.get("name").asString();
        }

        String text(String member) {
            return json.path(member).asString("");
        }
    }

    static List<Case> all() throws IOException {
        try (InputStream in = StratumCasesTest.class.getResourceAsStream("/vectors/stratum-cases.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(JSON::readTree)
                    .map(json -> new Case(json.get("n").asInt(), json))
                    .toList();
        }
    }

    @Test
    void noCaseIsLost() throws IOException {
        assertThat(all().stream().map(Case::number)).hasSize(CASES).doesNotHaveDuplicates();
        assertThat(all().stream().map(given -> given.text("requires"))).allMatch(SETTINGS::contains);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCaseHolds(Case given) throws IOException {
        if (!given.text("pre").equals("ep_nowork")) {
            pool.announce(ScriptedPool.GOLD_HEADER, ScriptedPool.HEIGHT, true);
        }
        pool.policy =
                Policies.of(address -> true, (address, login) -> loggedInFrom.add(address.getHostAddress()) || true);
        try (StratumServer server = Servers.port(
                pool,
                port -> port(given, port),
                settings -> settings.extranonceBytes(2)
                        .sendBufferBytes(given.text("event").startsWith("block") ? 4608 : 0)
                        .passwordDifficulty(BigDecimal.ONE, BigDecimal.valueOf(10_000)))) {
            for (int i = 0;
                    i < Math.max(1, given.json.path("repeat_connections").asInt(1));
                    i++) {
                for (int attempt = 1; !run(given, server); attempt++) {
                    assertThat(attempt).as("attempts").isLessThan(20);
                    pool.announce(ScriptedPool.GOLD_HEADER, ScriptedPool.HEIGHT, true);
                }
            }
        }
        if (given.json.has("strikes")) {
            assertThat(pool.count("stratum.malformed"))
                    .isEqualTo(given.json.get("strikes").asLong());
        }
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private static PortSettings.Builder port(Case given, PortSettings.Builder port) {
        return switch (given.text("requires")) {
            case "es2_enabled" -> port.protocols(EnumSet.allOf(MinerProtocol.class));
            case "proxy_protocol" -> port.proxyProtocol(TrustedProxies.of(List.of("127.0.0.0/8", "::1"), true));
            case "proxy_protocol_untrusted_peer" ->
                port.proxyProtocol(TrustedProxies.of(List.of("192.0.2.0/24"), false));
            default -> port;
        };
    }

    private boolean run(Case given, StratumServer server) throws IOException {
        String event = given.text("event");
        try (TestMiner miner = new TestMiner(server, event.startsWith("block") ? 4096 : 0)) {
            if (given.text("p").equals("GW")) {
                post(given, miner);
                return true;
            }
            prepare(given.text("pre"), miner);
            if (event.startsWith("before:ep_share_accepted:")) {
                submitElsewhere(server, event.substring("before:ep_share_accepted:".length()));
            }
            long sent = System.nanoTime();
            send(given, miner);
            if (!event.isEmpty() && !event.startsWith("before:")) {
                if (!play(event, server)) {
                    return false;
                }
            }
            for (JsonNode want : given.json.get("out")) {
                expect(want, given, miner);
            }
            if (given.json.has("max_ms")) {
                assertThat(System.nanoTime() - sent)
                        .isLessThan(given.json.get("max_ms").asLong() * 1_000_000);
            }
            if (given.text("then").equals("close")) {
                assertThat(miner.isClosed(
                                Duration.ofMillis(given.json.path("after_ms").asLong(0) + 2500)))
                        .isTrue();
            } else {
                checkRecords(given, miner);
                assertThat(miner.isOpen()).isTrue();
            }
            return true;
        }
    }

    private void prepare(String state, TestMiner miner) throws IOException {
        switch (state) {
            case "ep" -> {
                miner.loginEthProxy();
                job = miner.next().get("result").get(0).asString();
            }
            case "ep_nowork" -> miner.loginEthProxy();
            case "es1_sub", "es1" -> {
                miner.call(TestMiner.SUBSCRIBE);
                if (state.equals("es1")) {
                    miner.authorize(TestMiner.WALLET + ".rig1", "x");
                    assertThat(miner.next().get("method").asString()).isEqualTo("mining.set_difficulty");
                    job = miner.next().get("params").get(0).asString();
                }
            }
            case "s1_sub" -> miner.call("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[]}");
            case "es2_hello", "es2" -> {
                miner.call(HELLO);
                if (state.equals("es2")) {
                    miner.call("{\"id\":2,\"method\":\"mining.subscribe\"}");
                    token = miner.authorize(TestMiner.WALLET + ".rig1", "x")
                            .get("result")
                            .asString();
                    assertThat(miner.next().get("method").asString()).isEqualTo("mining.set");
                    job = miner.next().get("params").get(0).asString();
                }
            }
            default -> assertThat(state).isEmpty();
        }
    }

    private void send(Case given, TestMiner miner) throws IOException {
        byte[] bytes = input(given);
        int segments = Math.max(1, given.json.path("segments").asInt(1));
        int size = Math.max(1, (bytes.length + segments - 1) / segments);
        try {
            for (int start = 0; start < bytes.length; start += size) {
                miner.raw(Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + size)));
            }
        } catch (SocketException closedEarly) {
            assertThat(given.text("then")).isEqualTo("close");
        }
    }

    private byte[] input(Case given) {
        if (given.json.has("in_hex")) {
            return HexFormat.of().parseHex(given.text("in_hex"));
        }
        String text = given.json.has("gen")
                ? Generated.text(given.text("gen"))
                : given.json
                        .get("in")
                        .valueStream()
                        .map(line -> substitute(line.asString()) + "\n")
                        .collect(Collectors.joining());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String substitute(String text) {
        return text.replace("$JOB", job).replace("$TOKEN", token);
    }

    private void post(Case given, TestMiner miner) throws IOException {
        byte[] body = given.text("body").getBytes(StandardCharsets.UTF_8);
        miner.raw(("POST " + given.text("path") + " HTTP/1.0\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        miner.raw(body);
        String answer = miner.rest();
        assertThat(answer)
                .containsPattern("^HTTP/1.1 (" + given.json.get("status").asString() + ") ");
        String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
        String sent = answer.substring(head.length() + 4);
        assertThat(head).contains("content-length: " + sent.length()).doesNotContainIgnoringCase("transfer-encoding");
        for (JsonNode want : given.json.get("out")) {
            assertThat(Expectation.matches(want, JSON.readTree(sent), sent))
                    .as(sent)
                    .isTrue();
        }
        assertThat(given.text("then")).isEqualTo("close");
        checkShare(given);
    }

    private void submitElsewhere(StratumServer server, String nonce) throws IOException {
        try (TestMiner other = new TestMiner(server).loginEthProxy()) {
            JsonNode answer = other.call("{\"id\":40,\"method\":\"eth_submitWork\",\"params\":[\"0x" + nonce + "\",\""
                    + ScriptedPool.GOLD_HEADER + "\",\"" + Hash256.ZERO + "\"]}");
            assertThat(answer.get("result").asBoolean()).isTrue();
        }
    }

    /** Returns false if the case has to be begun again, because the kernel made room for a job to be replaced. */
    private boolean play(String events, StratumServer server) throws IOException {
        Matcher blocked = BLOCKED.matcher(events);
        if (blocked.matches()) {
            boolean replacedFirst =
                    Servers.replace(pool, server, Hash256.parse(blocked.group(1)), Hash256.parse(blocked.group(2)));
            replaced.add(blocked.group(1));
            return replacedFirst;
        } else {
            assertThat(events).startsWith("new_template:");
            pool.announce(Hash256.parse(events.substring("new_template:".length())), ScriptedPool.HEIGHT + 1, true);
            return true;
        }
    }

    private void expect(JsonNode want, Case given, TestMiner miner) throws IOException {
        while (true) {
            Optional<String> line = Optional.empty();
            try {
                line = miner.line(TestMiner.PATIENCE);
            } catch (SocketTimeoutException silent) {
                fail("nothing came for %s", want);
            }
            String raw = line.orElseThrow(() -> new AssertionError("closed before " + want));
            if (want.isString()) {
                assertThat(raw).containsPattern(want.asString().substring(1));
                return;
            }
            JsonNode got = JSON.readTree(raw);
            if (Expectation.matches(want, got, raw)) {
                return;
            }
            boolean push = got.has("method")
                    || got.path("id").asString("").equals("0")
                            && got.path("result").isArray();
            assertThat(push).as("%s instead of %s", raw, want).isTrue();
            assertThat(raw).doesNotContain("mining.set_extranonce");
            replaced.forEach(header -> assertThat(raw).doesNotContain(header));
            given.json
                    .path("forbid")
                    .valueStream()
                    .forEach(word -> assertThat(raw).doesNotContain(word.asString()));
        }
    }

    /** Compares what the pool was told of share and session; a session's by a share that it sends now. */
    private void checkRecords(Case given, TestMiner miner) throws IOException {
        JsonNode session = given.json.path("session");
        if (session.isObject()) {
            miner.call("{\"id\":99,\"method\":\"eth_submitWork\",\"params\":[\"0x1\",\"" + ScriptedPool.GOLD_HEADER
                    + "\",\"" + Hash256.ZERO + "\"]}");
            Submission last = pool.submissions.get(pool.submissions.size() - 1);
            assertThat(session.path("wallet").asString(last.login().text()))
                    .isEqualTo(last.login().text());
            assertThat(session.path("worker").asString(last.worker())).isEqualTo(last.worker());
            if (session.has("d")) {
                JsonNode work =
                        miner.call("{\"id\":98,\"method\":\"eth_getWork\"}").get("result");
                Hash256 target = Hash256.parse(work.get(2).asString());
                assertThat(new io.potpool.domain.Target(target)
                                .toDifficulty()
                                .value()
                                .longValueExact())
                        .isEqualTo(session.get("d").asLong());
            }
        }
        if (session.has("ip")) {
            assertThat(loggedInFrom).containsOnly(session.get("ip").asString());
        }
        checkShare(given);
    }

    private void checkShare(Case given) {
        JsonNode share = given.json.path("share");
        if (share.isObject()) {
            Submission last = pool.submissions.get(pool.submissions.size() - 1);
            assertThat(share.path("worker").asString(last.worker())).isEqualTo(last.worker());
            assertThat(share.path("nonce").asString(last.nonce().toHex()))
                    .isEqualTo(last.nonce().toHex());
        }
    }
}
