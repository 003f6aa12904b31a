package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a real ethminer once sent by HTTP, byte by byte, with a login as its path. */
class GetworkReplayTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SENT = Pattern.compile("\\s*[0-9.]+ #(\\d+) C->S (?!-- )(.*)");
    private static final Hash256 RECORDED =
            Hash256.parse("9e150cab55327c180e42e2a59bf866eaaa50e2b34fcf10596e3819ba940ccdb2");

    private final ScriptedPool pool = ScriptedPool.withGold();

    private static Map<String, String> requests() throws IOException {
        Map<String, String> requests = new LinkedHashMap<>();
        try (InputStream in = GetworkReplayTest.class.getResourceAsStream("/vectors/wire/getwork_node_R.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                Matcher sent = SENT.matcher(line);
                if (sent.matches()) {
                    String text = sent.group(2).replace("\\r", "\r") + "\n";
                    requests.merge(sent.group(1), text.replace("  [no newline]\n", ""), String::concat);
                }
            }
        }
        return requests;
    }

    @Test
    void everyRequestIsAnsweredAndItsConnectionEndedByThePool() throws IOException {
        pool.announce(RECORDED, ScriptedPool.HEIGHT, true);
        pool.good = Set.of(Nonce.parse("49ace8f4c5fb48af"));
        Map<String, String> requests = requests();
        assertThat(requests).hasSize(15);
        int shares = 0;
        try (StratumServer server = Servers.start(pool)) {
            for (String request : requests.values()) {
                long begin = System.nanoTime();
                JsonNode answer = answer(server, request.replace("POST / ", "POST /" + TestMiner.WALLET + "/rig1 "));
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
                if (request.contains("eth_submitWork")) {
                    shares++;
                    assertThat(answer.get("id").asInt()).isEqualTo(40);
                    assertThat(answer.get("result").asBoolean()).isTrue();
                } else {
                    assertThat(answer.get("result").get(0).asString()).isEqualTo(RECORDED.toString());
                    assertThat(answer.get("result").get(2).asString()).hasSize(66);
                }
            }
        }
        assertThat(shares).isEqualTo(1);
        assertThat(pool.count("stratum.malformed") + pool.count("stratum.faults"))
                .isZero();
    }

    private static JsonNode answer(StratumServer server, String request) throws IOException {
        try (TestMiner miner = new TestMiner(server)) {
            miner.raw(request.getBytes(StandardCharsets.US_ASCII));
            String all = miner.rest();
            assertThat(all).startsWith("HTTP/1.1 200 OK\r\n");
            return JSON.readTree(all.substring(all.indexOf("\r\n\r\n") + 4));
        }
    }
}
