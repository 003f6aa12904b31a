package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a real ethminer once sent, line by line, with the job ids and nonces of now. */
class WireReplayTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern EVENT = Pattern.compile("\\s*[0-9.]+ #(\\d+) (C->S|S->C|--) (.*)");

    private final ScriptedPool pool = ScriptedPool.withGold();
    private final Set<String> sentShares = new HashSet<>();

    private record Said(String connection, String line) {}

    private static List<Said> minersLines(String file) throws IOException {
        List<Said> lines = new ArrayList<>();
        try (InputStream in = WireReplayTest.class.getResourceAsStream("/vectors/wire/" + file)) {
            for (String text : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                Matcher event = EVENT.matcher(text);
                if (event.matches()
                        && event.group(2).equals("C->S")
                        && event.group(3).startsWith("{")) {
                    lines.add(new Said(event.group(1), event.group(3)));
                }
            }
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sp_autodetect.txt",
                "sp_badlogin.txt",
                "sp_duplicate_close.txt",
                "sp_noworker.txt",
                "sp_worker_R.txt",
                "sp_worker_pass_path.txt",
                "es_autodetect.txt",
                "es_badlogin.txt",
                "es_duplicate.txt",
                "es_pass_diff.txt",
                "es_worker_R.txt"
            })
    void everyLineGetsItsRightAnswer(String file) throws IOException {
        Map<String, TestMiner> miners = new HashMap<>();
        List<Said> lines = minersLines(file);
        assertThat(lines).isNotEmpty();
        Set<Nonce> good = new HashSet<>();
        lines.forEach(said -> noncesOf(JSON.readTree(said.line)).forEach(good::add));
        pool.good = good;
        try (StratumServer server = Servers.start(pool, settings -> settings.extranonceBytes(2))) {
            for (Said said : lines) {
                if (!miners.containsKey(said.connection)) {
                    miners.put(said.connection, new TestMiner(server));
                }
                replay(said.line, miners.get(said.connection));
            }
            assertThat(pool.count("stratum.malformed")).isZero();
            assertThat(pool.count("stratum.faults")).isZero();
            for (TestMiner miner : miners.values()) {
                miner.close();
            }
        }
    }

    /** Returns the nonces a recorded submit may stand for once its prefix is this server's first one. */
    private static List<Nonce> noncesOf(JsonNode said) {
        JsonNode params = said.path("params");
        return switch (said.get("method").asString()) {
            case "eth_submitWork" -> List.of(Nonce.parse(params.get(0).asString()));
            case "mining.submit" -> List.of(Nonce.parse("a2ee" + params.get(2).asString()));
            default -> List.of();
        };
    }

    private void replay(String recorded, TestMiner miner) throws IOException {
        String method = JSON.readTree(recorded).get("method").asString();
        String line = live(recorded);
        long sent = System.nanoTime();
        JsonNode answer = miner.call(line);
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(2));
        JsonNode result = answer.get("result");
        boolean badLogin = recorded.contains("\"0x1234");
        switch (method) {
            case "mining.hello" ->
                assertThat(answer.get("error").get(0).asInt()).isEqualTo(20);
            case "mining.subscribe" ->
                assertThat(result.get(0).get(2).asString()).isEqualTo("EthereumStratum/1.0.0");
            case "eth_getWork" -> assertThat(result.get(0).asString()).isEqualTo(ScriptedPool.GOLD_HEADER.toString());
            case "eth_submitLogin", "mining.authorize" ->
                assertThat(result.asBoolean()).isEqualTo(!badLogin);
            case "eth_submitWork", "mining.submit" -> {
                boolean first = sentShares.add(line.replaceAll("\"id\":\\d+", ""));
                assertThat(result.asBoolean()).as(line).isEqualTo(first);
                if (!first) {
                    JsonNode error = answer.get("error");
                    assertThat((error.isArray() ? error.get(0) : error.get("code")).asInt())
                            .isEqualTo(22);
                }
            }
            default -> assertThat(result.asBoolean()).as(method).isTrue();
        }
    }

    /** Puts the header and job id of now where the recording has its own. */
    private String live(String recorded) {
        JsonNode said = JSON.readTree(recorded);
        JsonNode params = said.path("params");
        return switch (said.get("method").asString()) {
            case "eth_submitWork" ->
                recorded.replace(
                        params.get(1).asString(),
                        header(params.get(1).asString()).toString());
            case "mining.submit" ->
                recorded.replace(
                        params.get(1).asString(),
                        "a2ee"
                                + header(params.get(1).asString().substring(4))
                                        .toHex()
                                        .substring(0, 16));
            default -> recorded;
        };
    }

    /** Announces a job for every header of the recording, so that each keeps its own. */
    private Hash256 header(String recorded) {
        Hash256 header = Hash256.parse(recorded.replace("0x", "").substring(0, 16) + "0".repeat(48));
        if (pool.findJob(header.w0()).isEmpty()) {
            pool.announce(header, ScriptedPool.HEIGHT, false);
            pool.announce(ScriptedPool.GOLD_HEADER, ScriptedPool.HEIGHT, false);
        }
        return header;
    }
}
