package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileBytesTest {

    private final ScriptedPool pool = ScriptedPool.withGold();
    private StratumServer server;
    private TestMiner miner;

    @BeforeEach
    void connect() throws IOException {
        server = Servers.start(pool);
        miner = new TestMiner(server);
    }

    @AfterEach
    void disconnect() throws IOException {
        miner.close();
        server.close();
        assertThat(pool.count("stratum.faults")).isZero();
    }

    @Test
    void subscribeWithoutParamsAnswersAndStaysOpen() throws IOException {
        miner.send("{\"id\":1,\"method\":\"mining.subscribe\"}");
        assertThat(miner.line(TestMiner.PATIENCE)).hasValue("{\"id\":1,\"result\":true,\"error\":null}");
        assertThat(miner.call(TestMiner.SUBSCRIBE).get("error").get(1).asString())
                .isEqualTo("Protocol mismatch");
        assertThat(miner.isOpen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "\"s-1\"",
                "[]",
                "[null]",
                "[[[]]]",
                "[1,2,3]",
                "[\"\",\"\",\"\",\"\",\"\"]",
                "true"
            })
    void everyMethodBearsAnyParams(String params) throws IOException {
        for (String method : new String[] {
            "mining.hello",
            "mining.authorize",
            "mining.submit",
            "mining.configure",
            "mining.extranonce.subscribe",
            "eth_submitHashrate",
            "eth_getWork",
            "eth_submitWork",
            "mining.subscribe"
        }) {
            assertThat(miner.call("{\"id\":5,\"method\":\"" + method + "\",\"params\":" + params + "}")
                            .has("result"))
                    .as(method)
                    .isTrue();
        }
    }

    @Test
    void aJobIdOfZerosIsUnknown() throws IOException {
        miner.call(TestMiner.SUBSCRIBE);
        miner.authorize(TestMiner.WALLET, "x");
        for (String zeros : new String[] {"0".repeat(22), "0x" + "0".repeat(22), "0", "", "0".repeat(16)}) {
            assertThat(miner.call("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"" + TestMiner.WALLET + "\",\""
                                    + zeros + "\",\"0123456789\"]}")
                            .get("error")
                            .get(0)
                            .asInt())
                    .isEqualTo(21);
        }
        assertThat(miner.isOpen()).isTrue();
    }

    @Test
    void aLineOf4096BytesIsReadAndOneOf4097Closes() throws IOException {
        miner.raw(padded(4096));
        assertThat(miner.next().get("result").asBoolean()).isTrue();
        miner.raw(padded(4097));
        assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
        assertThat(pool.count("stratum.malformed")).isEqualTo(1);
    }

    private static byte[] padded(int length) {
        byte[] line = new byte[length];
        Arrays.fill(line, (byte) ' ');
        byte[] login = TestMiner.LOGIN.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(login, 0, line, 0, login.length);
        line[length - 1] = '\n';
        return line;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"method\":\"a\u0000b\"}",
                "{\"id\":1,\"method\":\"a\\ud800b\"}",
                "{\"id\":1,\"method\":\"a\"} {}",
                "{\"id\":1,\"method\":\"a\"}]",
                "{\"id\":1,\"method\":\"a\"",
                "{\"id\":01,\"method\":\"a\"}",
                "{'id':1}",
                "{\"id\":1,}",
                "{\"id\":1,\"params\":[[[[[[[[[[1]]]]]]]]]]}",
                "{\"a\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,"
                        + "0,0,0,0,0,0,0,0,0,0,0,0,0,0]}",
                "{\"\\u0000\":NaN}"
            })
    void whatIsNotOneJsonObjectCloses(String line) throws IOException {
        miner.send(line);
        assertThat(miner.line(TestMiner.PATIENCE)).isEmpty();
        assertThat(pool.count("stratum.malformed")).isEqualTo(1);
    }

    @Test
    void invalidUtf8Closes() throws IOException {
        byte[] line = "{\"id\":1,\"method\":\"eth_xx\"}\n".getBytes(StandardCharsets.UTF_8);
        line[22] = (byte) 0xc0;
        line[23] = (byte) 0x80;
        miner.raw(line);
        assertThat(miner.line(TestMiner.PATIENCE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "36849408", "1.5", "1e3", "null", "\"abc\"", "\"\\u00e9\\\"\"", "\"é\"", "\"\""})
    void anIdComesBackAsItWasWritten(String id) throws IOException {
        miner.send("{ \"method\" : \"mining.ping\" , \"id\" : " + id + " }");
        assertThat(miner.line(TestMiner.PATIENCE)).hasValue("{\"id\":" + id + ",\"result\":true,\"error\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "[1]", "{}", "\"" + LONG + "\"", LONG})
    void anIdOfAnotherKindIsAnInvalidRequest(String id) throws IOException {
        miner.send("{\"id\":" + id + ",\"method\":\"mining.ping\"}");
        assertThat(miner.next().get("error").get("code").asInt()).isEqualTo(-32600);
        assertThat(miner.isOpen()).isTrue();
    }

    static final String LONG = "11111111111111111111111111111111111111111111111111111111111111111111";

    @Test
    void hostileNamesDoNoHarm() throws IOException {
        String worker = "w\\n\\u0000%s${jndi}<b>'\\\"" + "x".repeat(500);
        miner.send("{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + TestMiner.WALLET + "\"],\"worker\":\""
                + worker + "\"}");
        assertThat(miner.next().get("result").asBoolean()).isTrue();
        miner.call(
                "{\"id\":8,\"method\":\"eth_submitWork\",\"params\":[\"0x1\",\"" + ScriptedPool.GOLD_HEADER + "\"]}");
        assertThat(pool.submissions.get(0).worker()).matches("[0-9A-Za-z._-]{32}");
    }
}
