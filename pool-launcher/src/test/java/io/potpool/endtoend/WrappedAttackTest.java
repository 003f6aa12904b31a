package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.potpool.policy.PolicySettings;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.stratum.PortSettings;
import io.potpool.stratum.StratumSettings;
import io.potpool.stratum.TlsMode;
import io.potpool.stratum.TrustedProxies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Slow attacks on what comes before and around the lines, a TLS handshake or a PROXY header. Beside each, honest miners of
 * the same port get every job and answer within {@link Honest#BOUND}, encrypted, proxied or plain, and a metric shows it.
 */
class WrappedAttackTest {

    private static final String ATTACKER = "127.0.0.2";
    private static final String WALLET = "0xabababababababababababababababababababcd";
    private static final String LOGIN = "{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + WALLET + "\"]}\n";
    private static final String ASK = "{\"id\":5,\"method\":\"eth_getWork\"}\n";
    private static final String HEADER_1 = "PROXY TCP4 203.0.113.7 198.51.100.1 51234 3333\r\n";
    private static final String HEADER_2 = "\r\n\r\n\0\r\nQUIT\n!\21\0\14" + "abcdefghijkl";
    private static final int CROWD = 2000;
    private static final int HANDSHAKES = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Door open(UnaryOperator<PortSettings.Builder> port, UnaryOperator<StratumSettings.Builder> settings)
            throws IOException {
        return Door.open(
                directory,
                PolicySettings.DEFAULT,
                port,
                settings,
                new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.UNCLE, "pps"));
    }

    private static byte[] clientHello(Identity identity) throws IOException {
        SSLEngine engine = identity.client.createSSLEngine("localhost", 3333);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        assertThat(engine.wrap(ByteBuffer.allocate(0), out).bytesProduced()).isGreaterThan(150);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Logs in, asks for work and has the job of a new block pushed to him. */
    private static void isServed(Door door, SSLSocket miner) throws IOException {
        await().atMost(Honest.BOUND).until(() -> door.pool.stats().job().isPresent());
        miner.setSoTimeout((int) Honest.BOUND.toMillis());
        miner.getOutputStream().write((LOGIN + ASK).getBytes(StandardCharsets.US_ASCII));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(miner.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(next(in, line -> line.startsWith("{\"id\":1,"))).contains("\"result\":true");
        assertThat(next(in, line -> line.startsWith("{\"id\":5,"))).contains("\"result\":[\"0x");
        String height = "\"height\":" + (door.nextBlock() + 1);
        assertThat(next(in, line -> line.contains(height))).startsWith("{\"id\":0,");
    }

    private static String next(BufferedReader in, Predicate<String> wanted) throws IOException {
        while (true) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("closed");
            }
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    @Test
    void twoThousandWhoDribbleAClientHelloAreClosedAtTheLoginDeadline() throws IOException {
        Identity identity = Identity.make(directory);
        byte[] hello = clientHello(identity);
        try (Door door = open(
                        port -> port.tls(TlsMode.ALSO, identity.files),
                        settings -> settings.loginTimeout(Duration.ofSeconds(4)));
                Honest honest = new Honest(door);
                Crowd crowd = new Crowd(door, ATTACKER, CROWD)) {
            AtomicInteger next = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> {
                int unused = crowd.send(Arrays.copyOfRange(hello, next.get(), next.incrementAndGet()));
                if (next.get() % 8 == 0) {
                    honest.areServed();
                    try (SSLSocket encrypted = identity.connect(door.port(), "127.0.0.1")) {
                        isServed(door, encrypted);
                    }
                }
                return door.count("stratum.tls{failed}") + door.count("stratum.closed{no-login}") >= CROWD;
            });
            assertThat(next.get()).isLessThan(hello.length);
            honest.areServed();
            honest.neverFeltAnything();
            await().until(() -> door.count("stratum.connections") < 20);
        }
    }

    @Test
    void whoFinishesTheHandshakeAndNeverReadsOrNeverSpeaksIsCutOff() throws IOException {
        Identity identity = Identity.make(directory);
        List<SSLSocket> crowd = new ArrayList<>();
        ListAppender<ILoggingEvent> complaints = new ListAppender<>();
        Logger netty = (Logger) LoggerFactory.getLogger("io.netty");
        complaints.start();
        netty.addAppender(complaints);
        try (Door door = open(
                        port -> port.tls(TlsMode.ONLY, identity.files),
                        settings -> settings.sendBufferBytes(4608)
                                .loginTimeout(Duration.ofSeconds(4))
                                .stallTimeout(Duration.ofSeconds(2)));
                SSLSocket first = identity.connect(door.port(), "127.0.0.1")) {
            isServed(door, first);
            for (int i = 0; i < HANDSHAKES; i++) {
                crowd.add(identity.connect(door.port(), ATTACKER));
                if (i < HANDSHAKES / 2) {
                    send(crowd.subList(i, i + 1), LOGIN);
                }
            }
            List<SSLSocket> deaf = crowd.subList(0, HANDSHAKES / 2);
            await().pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> {
                send(deaf, ASK.repeat(20));
                return door.count("stratum.closed{slow}") >= HANDSHAKES / 2
                        && door.count("stratum.closed{no-login}") >= HANDSHAKES / 2;
            });
            try (SSLSocket later = identity.connect(door.port(), "127.0.0.1")) {
                isServed(door, later);
            }
            isServed(door, first);
            await().until(() -> door.count("stratum.connections") == 1);
            assertThat(complaints.list)
                    .as("lines that anybody can have written into the log")
                    .isEmpty();
        } finally {
            netty.detachAppender(complaints);
            for (SSLSocket socket : crowd) {
                socket.close();
            }
        }
    }

    private static void send(List<SSLSocket> crowd, String text) {
        for (SSLSocket socket : crowd) {
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                continue;
            }
        }
    }

    /** Only a trusted address may begin with such a header: what is behind a proxy may reach it so, or the proxy is broken. */
    @Test
    void twoThousandWhoDribbleAProxyHeaderAreClosedInThreeSeconds() throws IOException {
        try (Door door = open(
                        port -> port.proxyProtocol(TrustedProxies.of(List.of("127.0.0.2", "127.0.0.3"), false)),
                        settings -> settings);
                Honest honest = new Honest(door);
                Crowd text = new Crowd(door, ATTACKER, CROWD / 2);
                Crowd binary = new Crowd(door, ATTACKER, CROWD / 2)) {
            AtomicInteger next = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> {
                int at = next.getAndIncrement();
                int unused = text.send(HEADER_1.substring(at, at + 1)) + binary.send(HEADER_2.substring(at, at + 1));
                if (at % 5 == 4) {
                    honest.areServed();
                    try (Peer proxied = new Peer(door, "127.0.0.3")) {
                        proxied.send(HEADER_1);
                        assertThat(proxied.login(WALLET)).isNotNull();
                    }
                }
                return door.count("stratum.refused{proxy-header}") >= CROWD;
            });
            honest.areServed();
            honest.neverFeltAnything();
            await().until(() -> door.count("stratum.connections") < 20);
        }
    }
}
