package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.WorkNotifications;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodePostsTest {

    private static final String SECRET = "/notify-7d41c3a0f5";
    private static final String MINER = "/" + TestMiner.WALLET;
    private static final String WORK = "[\"0x1\",\"0x2\",\"0x3\",\"0x4\"]";
    private static final String GET_WORK = "{\"id\":1,\"method\":\"eth_getWork\"}";
    private static final String PROXIED = "X-Forwarded-For: 198.51.100.1\r\n";

    private final ScriptedPool pool = ScriptedPool.withGold();
    private final OffenceBook book = new OffenceBook();
    private volatile String node = "127.0.0.1";
    private StratumServer server;

    private final WorkNotifications taker = new WorkNotifications() {
        @Override
        public boolean trusts(String path) {
            return path.equals(SECRET);
        }

        @Override
        public boolean isNode(InetAddress address) {
            return address.getHostAddress().equals(node);
        }

        @Override
        public int posted(String path, byte[] body, InetAddress from) {
            return body[0] == '[' ? 200 : 400;
        }
    };

    @BeforeEach
    void police() {
        pool.policy = book;
    }

    private void serve(UnaryOperator<StratumSettings.Builder> settings) throws IOException {
        TrustedProxies proxies = TrustedProxies.of(List.of("127.0.0.1"), false);
        server = Servers.port(pool, port -> port.notifications(taker).reverseProxies(proxies), settings);
    }

    @AfterEach
    void close() {
        server.close();
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private static void post(TestMiner from, String path, String headers, String body) throws IOException {
        from.raw(("POST " + path + " HTTP/1.1\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
    }

    private String answer(String path, String headers, String body) throws IOException {
        try (TestMiner from = new TestMiner(server)) {
            post(from, path, headers + "Connection: close\r\n", body);
            return from.rest();
        }
    }

    @Test
    void aNodesPostIsTakenWhateverMinersAtItsAddressHaveDone() throws IOException {
        serve(settings -> settings);
        book.barred.add("127.0.0.1");
        assertThat(answer("/", "", WORK)).startsWith("HTTP/1.1 200");
        assertThat(answer(MINER, "", GET_WORK)).isEmpty();
        node = "192.0.2.1";
        assertThat(answer("/", "", WORK)).isEmpty();
    }

    /** Behind a TCP proxy a node is at the address that the proxy tells. */
    @Test
    void aNodeBehindATcpProxyIsTakenWhateverMinersAtItsAddressHaveDone() throws IOException {
        TrustedProxies proxies = TrustedProxies.of(List.of("127.0.0.1"), true);
        server = Servers.port(pool, port -> port.notifications(taker).proxyProtocol(proxies));
        String conveyed = "PROXY TCP4 198.51.100.1 10.0.0.1 51234 8888\r\n";
        node = "198.51.100.1";
        book.barred.add(node);
        assertThat(proxied(conveyed, "/", WORK)).startsWith("HTTP/1.1 200");
        assertThat(proxied(conveyed, MINER, GET_WORK)).isEmpty();
        try (TestMiner miner = new TestMiner(server)) {
            miner.raw((conveyed + TestMiner.LOGIN + "\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
        }
        node = "192.0.2.1";
        assertThat(proxied(conveyed, "/", WORK)).isEmpty();
        assertThat(proxied(conveyed, SECRET, WORK)).isEmpty();
        assertThat(book.admitted).isEmpty();
    }

    /** An HTTP proxy may stand behind a TCP proxy: its own address is nobody's. */
    @Test
    void behindBothKindsOfProxyTheMinerIsPolicedAndNoProxy() throws IOException {
        server = Servers.port(
                pool,
                port -> port.notifications(taker)
                        .proxyProtocol(TrustedProxies.of(List.of("127.0.0.1"), true))
                        .reverseProxies(TrustedProxies.of(List.of("10.0.0.9"), false)));
        node = "192.0.2.1";
        book.barred.add("10.0.0.9");
        String conveyed = "PROXY TCP4 10.0.0.9 10.0.0.1 51234 8888\r\n";
        try (TestMiner from = new TestMiner(server)) {
            from.raw(conveyed.getBytes(StandardCharsets.US_ASCII));
            post(from, MINER, PROXIED + "Connection: close\r\n", GET_WORK);
            assertThat(from.rest()).startsWith("HTTP/1.1 200");
        }
        assertThat(book.admitted).containsExactly("198.51.100.1");
    }

    private String proxied(String header, String path, String body) throws IOException {
        try (TestMiner from = new TestMiner(server)) {
            from.raw(header.getBytes(StandardCharsets.US_ASCII));
            post(from, path, "Connection: close\r\n", body);
            return from.rest();
        }
    }

    @Test
    void aLineMinerAtANodesAddressIsPolicedAsAnybody() throws IOException {
        serve(settings -> settings);
        try (TestMiner miner = new TestMiner(server).loginEthProxy()) {
            assertThat(miner.isOpen()).isTrue();
            assertThat(book.admitted).containsExactly("127.0.0.1");
        }
    }

    @Test
    void aPostOnTheSecretPathIsTakenWhoeverSendsIt() throws IOException {
        serve(settings -> settings);
        node = "192.0.2.1";
        book.barred.add("198.51.100.1");
        try (TestMiner proxy = new TestMiner(server)) {
            post(proxy, SECRET, PROXIED, WORK);
            assertThat(proxy.linesUntil("content-length: 0").get(0)).startsWith("HTTP/1.1 200");
            post(proxy, "/open", PROXIED, WORK);
            assertThat(proxy.rest().strip()).isEmpty();
        }
    }

    @Test
    void aFullPoolKeepsRoomForItsNodes() throws IOException {
        serve(settings -> settings.maxConnections(1));
        try (TestMiner miner = new TestMiner(server).loginEthProxy()) {
            assertThat(answer("/", "", WORK)).startsWith("HTTP/1.1 200");
            node = "192.0.2.1";
            assertThat(answer("/", "", WORK)).isEmpty();
            assertThat(pool.count("stratum.refused{full}")).isEqualTo(1);
            assertThat(miner.isOpen()).isTrue();
        }
    }

    @Test
    void aPostThatNoNodeSendsIsHeldAgainstItsSender() throws IOException {
        serve(settings -> settings);
        assertThat(answer("/open", PROXIED, "{}")).startsWith("HTTP/1.1 400");
        assertThat(book.offenders).containsExactly("198.51.100.1");
        assertThat(answer("/open", "", "{}")).startsWith("HTTP/1.1 400");
        assertThat(answer(SECRET, PROXIED, "{}")).startsWith("HTTP/1.1 400");
        assertThat(book.offenders).hasSize(1);
    }
}
