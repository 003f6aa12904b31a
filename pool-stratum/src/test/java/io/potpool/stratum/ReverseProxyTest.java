package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReverseProxyTest {

    private static final String PATH = "/" + TestMiner.WALLET + "/rig1";
    private static final String GET_WORK = "{\"id\":1,\"method\":\"eth_getWork\"}";

    private final ScriptedPool pool = ScriptedPool.withGold();
    private final OffenceBook book = new OffenceBook();
    private StratumServer server;

    private TestMiner connect(String trusted) throws IOException {
        if (server == null) {
            pool.policy = book;
            server = Servers.port(pool, port -> port.reverseProxies(TrustedProxies.of(List.of(trusted), false)));
        }
        return new TestMiner(server);
    }

    @AfterEach
    void disconnect() {
        server.close();
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private static void post(TestMiner miner, String headers, String body) throws IOException {
        miner.raw(("POST " + PATH + " HTTP/1.1\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static void answered(TestMiner miner) throws IOException {
        assertThat(miner.linesUntil("{\"id\":").get(0)).isEqualTo("HTTP/1.1 200 OK\r");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 203.0.113.7|203.0.113.7",
                "X-Forwarded-For: 1.2.3.4, 203.0.113.7|203.0.113.7",
                "X-Forwarded-For: 1.2.3.4\\r\\nX-Forwarded-For: 203.0.113.7|203.0.113.7",
                "X-Forwarded-For: 1.2.3.4, 5.6.7.8\\r\\nX-Forwarded-For: 9.9.9.9, 203.0.113.7|203.0.113.7",
                "X-Forwarded-For: 203.0.113.7:4711|203.0.113.7",
                "X-Forwarded-For: [2001:db8::7]:4711|2001:db8:0:0:0:0:0:7",
                "X-Forwarded-For: 2001:db8::7|2001:db8:0:0:0:0:0:7",
                "X-Forwarded-For: 1.2.3.4, unknown|127.0.0.1",
                "X-Forwarded-For: 1.2.3.4\\r\\nX-Forwarded-For:|127.0.0.1",
                "Via: a proxy|127.0.0.1",
            })
    void theAddressThatAProxyAddsLastIsTheMiners(String headers, String address) throws IOException {
        try (TestMiner miner = connect("127.0.0.0/8")) {
            post(miner, headers.replace("\\r\\n", "\r\n") + "\r\n", GET_WORK);
            answered(miner);
            assertThat(book.admitted).containsExactly(address);
        }
    }

    @Test
    void whoeverIsNoTrustedProxyIsTheMinerHimself() throws IOException {
        try (TestMiner miner = connect("10.0.0.7")) {
            post(miner, "X-Forwarded-For: 203.0.113.9\r\n", GET_WORK);
            answered(miner);
            assertThat(book.admitted).containsExactly("127.0.0.1");
        }
    }

    @Test
    void aMinerBehindAProxyIsBarredByHisOwnAddress() throws IOException {
        book.barred.add("198.51.100.1");
        try (TestMiner barred = connect("127.0.0.1");
                TestMiner miner = connect("127.0.0.1")) {
            post(barred, "X-Forwarded-For: 198.51.100.1\r\n", GET_WORK);
            assertThat(barred.rest()).isEmpty();
            post(miner, "X-Forwarded-For: 203.0.113.7\r\n", GET_WORK);
            answered(miner);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST / HTTP/1.1\\r\\nX-Forwarded-For: 203.0.113.8\\r\\nContent-Length: 99999\\r\\n\\r\\n|413|203.0.113.8",
                "POST /0x HTTP/1.1\\r\\nX-Forwarded-For: 203.0.113.8\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nx\\r\\n|400|203.0.113.8",
                "POST / HTTP/1.1\\r\\nContent-Length: 99999\\r\\n\\r\\n|413|127.0.0.1",
                "NONSENSE\\r\\n\\r\\n|400|127.0.0.1",
            })
    void aBrokenRequestOnAKeptConnectionIsLaidToItsOwnSender(String request, int status, String sender)
            throws IOException {
        try (TestMiner proxy = connect("127.0.0.1")) {
            post(proxy, "X-Forwarded-For: 203.0.113.7\r\n", GET_WORK);
            answered(proxy);
            proxy.raw(request.replace("\\r\\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(proxy.rest()).startsWith("HTTP/1.1 " + status);
            assertThat(book.offenders).containsExactly(sender);
        }
    }

    @Test
    void aBarredSenderOnAKeptConnectionIsNotRead() throws IOException {
        book.barred.add("198.51.100.1");
        try (TestMiner proxy = connect("127.0.0.1")) {
            post(proxy, "X-Forwarded-For: 203.0.113.7\r\n", GET_WORK);
            answered(proxy);
            post(proxy, "X-Forwarded-For: 198.51.100.1\r\n", "{");
            assertThat(proxy.rest()).isEmpty();
            assertThat(book.offenders).isEmpty();
        }
    }

    @Test
    void aLineMinerOnThePortOfAProxyIsPolicedToo() throws IOException {
        try (TestMiner miner = connect("127.0.0.1").loginEthProxy()) {
            assertThat(miner.isOpen()).isTrue();
            assertThat(book.admitted).containsExactly("127.0.0.1");
        }
    }
}
