package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.Pool;
import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.launcher.config.ConfigReader;
import io.potpool.launcher.config.ConfigResult;
import io.potpool.launcher.pool.PoolAssembly;
import io.potpool.testkit.node.SimulatedNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool of a config file whose {@code proxy.listen} serves miners over HTTP and takes its node's notifications. */
class HttpPortTest {

    private static final Address STRANGER = Address.parse("0x" + "5a".repeat(20));
    private static final String SECRET = "/secret-0123456789abcdef";
    private static final String GET_WORK = "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"eth_getWork\",\"params\":[]}";
    private static final Pattern RESULT = Pattern.compile("\"result\":(\\[[^]]+])");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private SimulatedNode node;
    private Pool pool;
    private String stratumPort;
    private String httpPort;

    /** Starts a pool with further members of the section "proxy". */
    private void start(String http) throws IOException {
        node = SimulatedNode.builder()
                .chainId(20_000_011)
                .etherbase(Address.parse("0x" + "e0".repeat(20)))
                .staticReward(Wei.parse("2000000000000000000"))
                .genesisDifficulty(1_000_000_000)
                .fixedDifficulty()
                .build()
                .start();
        node.mineBlocks(STRANGER, 10);
        String config = "{\"network\": {\"name\": \"test\", \"chainId\": 20000011, \"rewards\": [{\"from\": 0, \"wei\":"
                + " \"2000000000000000000\"}]}, \"upstream\": [{\"name\": \"main\", \"url\": \"" + node.url() + "\"}],"
                + " \"proxy\": {\"listen\": \"127.0.0.1:0\", \"notifyPath\": \"" + SECRET + "\","
                + " \"blockRefreshInterval\": \"10m\", \"difficulty\": 10, \"miningFee\": 1, \"potA\": 0.8, \"potCap\": 1.5,"
                + http
                + " \"stratum\": {\"listen\": \"127.0.0.1:0\"}}}";
        ConfigResult read = new ConfigReader(Map.of())
                .read(directory.resolve("config.json"), config.getBytes(StandardCharsets.UTF_8));
        assertThat(read.errors()).isEmpty();
        pool = new PoolAssembly(read.config().orElseThrow()).assemble(false, false, List.of());
        pool.start();
        List<InetSocketAddress> listening = pool.stats().listening();
        assertThat(listening).hasSize(2);
        stratumPort = "http://127.0.0.1:" + listening.get(0).getPort();
        httpPort = "http://127.0.0.1:" + listening.get(1).getPort();
    }

    @AfterEach
    void stop() {
        pool.close();
        node.close();
    }

    private HttpResponse<String> post(String url, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private void awaitHeight(String port, long height) {
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(
                                post(port + "/" + STRANGER + "/rig1", GET_WORK).body())
                        .contains("\"0x" + Long.toHexString(height) + "\"]"));
    }

    private String nodesWork() {
        String answer = post(node.url().toString(), GET_WORK).body().replaceAll("\\s", "");
        Matcher work = RESULT.matcher(answer);
        assertThat(work.find()).as(answer).isTrue();
        return work.group(1);
    }

    @Test
    void minersAreServedOnBothPortsAndOneOfThemTakesNotifications() throws IOException {
        start("");
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            assertThat(post(httpPort + "/", nodesWork()).statusCode())
                    .as("a hint")
                    .isEqualTo(200);
            return pool.stats().job().isPresent();
        });
        awaitHeight(httpPort, 11);
        awaitHeight(stratumPort, 11);

        node.mineBlocks(STRANGER, 1);
        assertThat(post(httpPort + SECRET, nodesWork()).statusCode())
                .as("believed")
                .isEqualTo(200);
        awaitHeight(stratumPort, 12);
        assertThat(pool.stats().metrics())
                .containsEntry("node.notify{work}", 1L)
                .containsKey("node.notify{hint}");
    }

    @Test
    void aPostThatIsNeitherIsRefusedOnEitherPort() throws IOException {
        start("");
        assertThat(post(httpPort + "/", GET_WORK).statusCode()).isEqualTo(400);
        assertThat(post(stratumPort + "/", GET_WORK).statusCode()).isEqualTo(404);
        assertThat(post(stratumPort + SECRET, "[]").statusCode()).isEqualTo(404);
    }

    @Test
    void aReportedHashrateIsKeptPerWorker() throws IOException {
        start("");
        String report = "{\"id\":9,\"method\":\"eth_submitHashrate\",\"params\":[\"0x1f4\",\"0x1\"]}";
        assertThat(post(httpPort + "/" + STRANGER + "/rig1", report).body()).contains("\"result\":true");
        assertThat(pool.reportedHashrates().of(STRANGER)).singleElement().satisfies(kept -> {
            assertThat(kept.worker()).isEqualTo("rig1");
            assertThat(kept.hashesPerSecond()).isEqualTo(500);
        });
    }

    /** Posts over TLS, as a proxy of the TCP connection of a miner at 203.0.113.7 would pass it on. */
    private String overTls(Identity identity, String path, String body) throws IOException {
        try (Socket raw = new Socket("127.0.0.1", URI.create(httpPort).getPort())) {
            raw.getOutputStream()
                    .write("PROXY TCP4 203.0.113.7 127.0.0.1 51234 8888\r\n".getBytes(StandardCharsets.US_ASCII));
            try (SSLSocket socket = identity.over(raw)) {
                socket.getOutputStream().write(request(path, body));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            }
        }
    }

    private static byte[] request(String path, String body) {
        return ("POST " + path + " HTTP/1.1\r\nHost: pool\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void theListenerSpeaksTlsBehindATcpProxyWhereItIsToldTo() throws IOException {
        Identity identity = Identity.make(directory);
        start(" \"http\": {\"tls\": true, \"certFile\": \"cert.pem\", \"keyFile\": \"key.pem\", \"workElements\": 3,"
                + " \"proxyProtocol\": {\"trusted\": [\"127.0.0.1\"]}},");
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            assertThat(overTls(identity, "/", nodesWork())).as("a hint").startsWith("HTTP/1.1 200");
            return pool.stats().job().isPresent();
        });
        String answer = overTls(identity, "/" + STRANGER + "/rig1", GET_WORK);
        Matcher work = RESULT.matcher(answer);
        assertThat(work.find()).as(answer).isTrue();
        assertThat(work.group(1).split(",")).hasSize(3);

        try (Socket plain = new Socket("127.0.0.1", URI.create(httpPort).getPort())) {
            plain.setSoTimeout(20_000);
            plain.getOutputStream().write(request("/" + STRANGER, GET_WORK));
            assertThat(plain.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(pool.stats().metrics()).containsEntry("stratum.refused{proxy-header}", 1L);
    }
}
