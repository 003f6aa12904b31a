package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Hash256;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {

    private static final Hash256 NEXT = Hash256.parse("22".repeat(32));

    @TempDir
    Path directory;

    private final ScriptedPool pool = ScriptedPool.withGold();
    private TlsFiles files;
    private StratumServer server;

    @BeforeEach
    void makeCertificate() throws IOException {
        files = Certificates.files(directory);
        Certificates.make(files, "first", "rsa");
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        assertThat(pool.count("stratum.faults")).isZero();
    }

    private void serve(TlsMode mode) throws IOException {
        server = Servers.port(
                pool, port -> port.tls(mode, files), settings -> settings.tlsReloadInterval(Duration.ofMillis(100)));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, rsa", "TLSv1.3, rsa", "TLSv1.2, ec", "TLSv1.3, ec"})
    void onePortServesTlsAndPlainTcp(String version, String algorithm) throws IOException {
        Certificates.make(files, "first", algorithm);
        serve(TlsMode.ALSO);
        try (SSLSocket socket = Certificates.connect(server, files, version);
                TestMiner encrypted = new TestMiner(socket).loginEthProxy();
                TestMiner plain = new TestMiner(server).loginEthProxy()) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(encrypted.next().get("id").asInt()).isZero();
            plain.next();
            pool.announce(NEXT, ScriptedPool.HEIGHT + 1, true);
            assertThat(encrypted.next().get("result").get(0).asString()).isEqualTo(NEXT.toString());
            assertThat(plain.next().get("result").get(0).asString()).isEqualTo(NEXT.toString());
            assertThat(encrypted.isOpen()).isTrue();
        }
    }

    @Test
    void aPortOfTlsAloneClosesPlainConnections() throws IOException {
        serve(TlsMode.ONLY);
        try (TestMiner plain = new TestMiner(server);
                TestMiner http = new TestMiner(server);
                SSLSocket socket = Certificates.connect(server, files, "TLSv1.3");
                TestMiner encrypted = new TestMiner(socket).loginEthProxy()) {
            plain.send(TestMiner.LOGIN);
            http.raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(plain.line(TestMiner.PATIENCE)).isEmpty();
            assertThat(http.line(TestMiner.PATIENCE)).isEmpty();
            assertThat(encrypted.isOpen()).isTrue();
            assertThat(pool.count("stratum.foreignProtocols")).isEqualTo(2);
            assertThat(pool.count("stratum.malformed")).isZero();
        }
    }

    @Test
    void oldVersionsAndBrokenHandshakesAreClosedAndCounted() throws IOException {
        serve(TlsMode.ALSO);
        try (TestMiner broken = new TestMiner(server)) {
            broken.raw(new byte[] {0x16, 3, 1, 0, 5, 9, 9, 9, 9, 9});
            assertThat(broken.isClosed(TestMiner.PATIENCE)).isTrue();
        }
        Awaitility.await().until(() -> pool.count("stratum.tls{failed}") == 1);
        assertThat(pool.count("stratum.malformed")).isZero();
    }

    @Test
    void aChangedCertificateServesNewConnectionsAndDropsNoSession() throws IOException {
        serve(TlsMode.ONLY);
        try (SSLSocket old = Certificates.connect(server, files, "TLSv1.3");
                TestMiner before = new TestMiner(old).loginEthProxy()) {
            assertThat(Certificates.name(old)).isEqualTo("CN=first");
            before.next();
            Certificates.make(files, "second", "rsa");
            Awaitility.await().until(() -> servedName().equals(Optional.of("CN=second")));
            assertThat(pool.count("stratum.tls{reloaded}")).isPositive();

            Files.writeString(files.key(), "no key");
            Awaitility.await().until(() -> pool.count("stratum.tls{reload-failed}") > 0);
            assertThat(servedName()).hasValue("CN=second");
            pool.announce(NEXT, ScriptedPool.HEIGHT + 1, true);
            assertThat(before.next().get("result").get(0).asString()).isEqualTo(NEXT.toString());
            assertThat(before.isOpen()).isTrue();
        }
    }

    /** Returns the name in the certificate of a new connection; empty if it is not the one in the file. */
    private Optional<String> servedName() {
        try (SSLSocket socket = Certificates.connect(server, files, "TLSv1.2")) {
            return Optional.of(Certificates.name(socket));
        } catch (IOException notTrusted) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @CsvSource({"rsa, rsa", "ec, ec", "rsa, ec", "ec, rsa"})
    void aKeyThatIsNotTheCertificatesIsAnError(String certificate, String key) throws IOException {
        Certificates.make(files, "first", certificate);
        TlsFiles other = Certificates.files(Files.createDirectory(directory.resolve("other")));
        Certificates.make(other, "other", key);
        TlsFiles mixed = new TlsFiles(files.certificate(), other.key());
        assertThatThrownBy(mixed::validUntil)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(mixed.key() + ": the key does not fit the certificate");
        assertThatThrownBy(() -> Servers.port(pool, port -> port.tls(TlsMode.ONLY, mixed)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aHalfWrittenRotationIsNotServedUntilItsKeyIsThere() throws IOException {
        serve(TlsMode.ONLY);
        TlsFiles next = Certificates.files(Files.createDirectory(directory.resolve("next")));
        TlsFiles first = new TlsFiles(directory.resolve("first.pem"), files.key());
        Certificates.make(next, "second", "rsa");
        Files.copy(files.certificate(), first.certificate());

        Files.copy(next.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Awaitility.await().until(() -> pool.count("stratum.tls{reload-failed}") > 0);
        try (SSLSocket socket = Certificates.connect(server, first, "TLSv1.3")) {
            assertThat(Certificates.name(socket)).isEqualTo("CN=first");
        }
        Files.copy(next.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
        Awaitility.await().until(() -> servedName().equals(Optional.of("CN=second")));
    }

    @Test
    void getworkIsServedOverTls() throws IOException {
        serve(TlsMode.ALSO);
        try (SSLSocket socket = Certificates.connect(server, files, "TLSv1.3");
                TestMiner miner = new TestMiner(socket)) {
            String body = "{\"id\":1,\"method\":\"eth_getWork\"}";
            miner.raw(
                    ("POST /" + TestMiner.WALLET + " HTTP/1.0\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(miner.rest()).startsWith("HTTP/1.1 200 OK").contains(ScriptedPool.GOLD_HEADER.toString());
        }
    }

    @Test
    void theProxyHeaderComesBeforeTls() throws IOException {
        server = Servers.port(
                pool,
                port -> port.tls(TlsMode.ONLY, files).proxyProtocol(TrustedProxies.of(List.of("127.0.0.1"), false)));
        try (SSLSocket socket = Certificates.connect(server, files, "TLSv1.3");
                TestMiner miner = new TestMiner(socket)) {
            assertThat(miner.loginEthProxy().isOpen()).isTrue();
        }
    }

    @Test
    void theLastAnswerArrivesBeforeTheEndOfTheStream() throws IOException {
        serve(TlsMode.ONLY);
        try (SSLSocket socket = Certificates.connect(server, files, "TLSv1.3");
                TestMiner miner = new TestMiner(socket)) {
            miner.send("{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"nobody\"]}");
            assertThat(miner.next().get("error").get("message").asString()).isEqualTo("Invalid login");
            assertThat(miner.line(TestMiner.PATIENCE)).isEmpty();
        }
    }

    @Test
    void aStormOfHandshakesDelaysNoMiner() throws IOException {
        serve(TlsMode.ALSO);
        List<TestMiner> half = new ArrayList<>();
        try (TestMiner honest = new TestMiner(server).loginEthProxy()) {
            for (int i = 0; i < 200; i++) {
                TestMiner storm = new TestMiner(server);
                storm.raw(new byte[] {0x16, 3, 1, 2, 0, 1});
                half.add(storm);
            }
            assertThat(honest.isOpen()).isTrue();
            assertThat(servedName()).hasValue("CN=first");
        } finally {
            for (TestMiner storm : half) {
                storm.close();
            }
        }
    }

    @Test
    void aConnectionThatAsksForASecondHandshakeEnds() throws IOException {
        serve(TlsMode.ONLY);
        try (SSLSocket socket = Certificates.connect(server, files, "TLSv1.2");
                TestMiner miner = new TestMiner(socket).loginEthProxy()) {
            assertThat(miner.isOpen()).isTrue();
            socket.startHandshake();
            Awaitility.await().until(() -> pool.count("stratum.connections") == 0);
            assertThat(pool.count("stratum.tls{renegotiated}")).isEqualTo(1);
            assertThat(pool.count("stratum.tls{failed}")).isZero();
            assertThat(servedName()).hasValue("CN=first");
        }
    }

    @Test
    void aRecordThatIsBrokenAfterTheHandshakeIsCounted() throws IOException {
        serve(TlsMode.ONLY);
        try (Socket raw = new Socket("localhost", server.listening().get(0).getPort());
                SSLSocket socket = Certificates.over(raw, files, "TLSv1.3");
                TestMiner miner = new TestMiner(socket).loginEthProxy()) {
            assertThat(miner.isOpen()).isTrue();
            raw.getOutputStream().write(new byte[] {
                0x17, 3, 3, 0, 32, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
                24, 25, 26, 27, 28, 29, 30, 31, 32
            });
            Awaitility.await().until(() -> pool.count("stratum.tls{failed}") == 1);
            Awaitility.await().until(() -> pool.count("stratum.connections") == 0);
        }
    }

    @Test
    void filesThatCannotBeUsedAreAnErrorThatSaysWhy() throws IOException {
        assertThat(files.validUntil()).isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(3)));
        TlsFiles absent = new TlsFiles(directory.resolve("none.pem"), files.key());
        assertThatThrownBy(() -> Servers.port(pool, port -> port.tls(TlsMode.ONLY, absent)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.pem");
        Files.writeString(files.key(), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertThatThrownBy(files::validUntil)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }
}
