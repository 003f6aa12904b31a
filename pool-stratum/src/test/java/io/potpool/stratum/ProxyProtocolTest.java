package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyProtocolTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String TCP4 = "cb007107" + "0a000001" + "c822" + "0d05";
    private static final String TCP6 =
            "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "c822" + "0d05";

    private final ScriptedPool pool = ScriptedPool.withGold();
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private final Set<String> loggedIn = ConcurrentHashMap.newKeySet();
    private StratumServer server;

    @BeforeEach
    void watch() {
        pool.policy = Policies.of(
                address -> {
                    connected.add(address.getHostAddress());
                    return !address.getHostAddress().equals("198.51.100.1");
                },
                (address, login) -> loggedIn.add(address.getHostAddress()) || true);
    }

    @AfterEach
    void disconnect() {
        server.close();
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private TestMiner connect(String trusted, boolean required) throws IOException {
        server = Servers.port(pool, port -> port.proxyProtocol(TrustedProxies.of(List.of(trusted), required)));
        return new TestMiner(server);
    }

    private static byte[] bytes(String text, String hex) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(HexFormat.of().parseHex(hex));
        all.writeBytes((TestMiner.LOGIN + "\n").getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "'PROXY TCP4 203.0.113.7 10.0.0.1 51234 3333\r\n', '', 203.0.113.7",
        "'PROXY TCP6 2001:db8::7 2001:db8::1 51234 3333\r\n', '', 2001:db8:0:0:0:0:0:7",
        "'PROXY UNKNOWN\r\n', '', 127.0.0.1",
        "'PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n', '', 127.0.0.1",
        "'', " + SIGNATURE + "2111000c" + TCP4 + ", 203.0.113.7",
        "'', " + SIGNATURE + "21210024" + TCP6 + ", 2001:db8:0:0:0:0:0:7",
        "'', " + SIGNATURE + "21110014" + TCP4 + "0400056161616161, 203.0.113.7",
        "'', " + SIGNATURE + "20000000, 127.0.0.1",
        "'', " + SIGNATURE + "21000000, 127.0.0.1",
    })
    void theConveyedAddressIsThePolicedOne(String text, String hex, String address) throws IOException {
        byte[] sent = bytes(text, hex);
        try (TestMiner miner = connect("127.0.0.0/8", true)) {
            for (byte each : sent) {
                miner.raw(new byte[] {each});
            }
            assertThat(miner.next().get("result").asBoolean()).isTrue();
            assertThat(loggedIn).containsExactly(address);
            assertThat(connected).containsExactly(address);
        }
        try (TestMiner atOnce = new TestMiner(server)) {
            atOnce.raw(sent);
            assertThat(atOnce.next().get("result").asBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'PROXY TCP4 203.0.113.700 10.0.0.1 51234 3333\r\n', ''",
        "'PROXY TCP4 203.0.113.7 10.0.0.1 51234 99999\r\n', ''",
        "'PROXY TCP5 203.0.113.7 10.0.0.1 51234 3333\r\n', ''",
        "'PROXY  TCP4 203.0.113.7\r\n', ''",
        "'', " + SIGNATURE + "3111000c" + TCP4,
        "'', " + SIGNATURE + "21110004cb007107",
        "'', " + SIGNATURE + "2111ffff",
    })
    void aBrokenHeaderOfATrustedProxyEndsTheConnection(String text, String hex) throws IOException {
        try (TestMiner miner = connect("127.0.0.1", false)) {
            miner.raw(bytes(text, hex));
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
            Awaitility.await().until(() -> pool.count("stratum.refused{proxy-header}") == 1);
            assertThat(loggedIn).isEmpty();
        }
    }

    @Test
    void aHeaderFromAnybodyElseEndsTheConnectionAndTellsNothing() throws IOException {
        try (TestMiner miner = connect("192.0.2.0/24", false);
                TestMiner version2 = new TestMiner(server);
                TestMiner direct = new TestMiner(server)) {
            miner.raw(bytes("PROXY TCP4 203.0.113.7 10.0.0.1 51234 3333\r\n", ""));
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
            version2.raw(bytes("", SIGNATURE + "2111000c" + TCP4));
            assertThat(version2.isClosed(TestMiner.PATIENCE)).isTrue();
            direct.loginEthProxy();
            assertThat(connected).containsExactly("127.0.0.1");
        }
    }

    @Test
    void withoutAHeaderTheProxyItselfIsTheMinerUnlessItIsRequired() throws IOException {
        try (TestMiner miner = connect("127.0.0.1", false).loginEthProxy()) {
            assertThat(miner.isOpen()).isTrue();
            assertThat(loggedIn).containsExactly("127.0.0.1");
        }
        server.close();
        try (TestMiner miner = connect("127.0.0.1", true)) {
            miner.send(TestMiner.LOGIN);
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
        }
        server.close();
        try (TestMiner miner = connect("192.0.2.1", true)) {
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
        }
    }

    @Test
    void aConveyedAddressThatIsNotServedIsClosed() throws IOException {
        try (TestMiner miner = connect("127.0.0.1", true)) {
            miner.raw(bytes("PROXY TCP4 198.51.100.1 10.0.0.1 51234 3333\r\n", ""));
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
            assertThat(pool.count("stratum.refused{policy}")).isEqualTo(1);
            assertThat(loggedIn).isEmpty();
        }
    }

    @Test
    void halfAHeaderIsWaitedForThreeSecondsOnly() throws IOException {
        try (TestMiner miner = connect("127.0.0.1", true)) {
            miner.raw("PROXY TCP4".getBytes(StandardCharsets.US_ASCII));
            assertThat(miner.isClosed(Duration.ofSeconds(8))).isTrue();
            assertThat(pool.count("stratum.refused{proxy-header}")).isEqualTo(1);
        }
    }
}
