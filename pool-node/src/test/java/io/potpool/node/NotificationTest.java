package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.NodeObservation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationTest {

    private static final String SECRET = "/7d41c3a0f5";

    private final Fixture pool = new Fixture();
    private final ScriptedNode node = pool.node();
    private final HttpClient http = HttpClient.newHttpClient();
    private InetSocketAddress address;

    @AfterEach
    void closeAll() {
        pool.close();
    }

    /** Starts a client that looks only when it is told to. */
    private void start(NodeSettings... nodes) {
        HttpNodeClient client = pool.start(
                builder -> builder.pollInterval(Duration.ofMinutes(5))
                        .checkInterval(Duration.ofMinutes(5))
                        .notifyListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .notifySecretPath(SECRET),
                nodes);
        address = client.notifyAddress().orElseThrow();
        Fixture.until(() -> pool.recorder.servedWork().isPresent() && node.calls("eth_getWork") > 1);
    }

    private void start() {
        start(node.settings("main"));
    }

    private int post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private void awaitHeight(long height) {
        Fixture.until(() -> pool.recorder.servedWork().orElseThrow().height() == height);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "{ \"result\": %s }"})
    void aNotificationHasTheNodeAskedAtOnce(String form) throws Exception {
        start();
        node.height = 101;
        assertThat(post("/", form.formatted(node.work(102)))).isEqualTo(200);
        awaitHeight(102);
    }

    @Test
    void aWholeHeaderHasTheNodeAskedAtOnce() throws Exception {
        start();
        node.height = 101;
        String header = new String(Transcripts.named("notify full form").body(), StandardCharsets.UTF_8);
        assertThat(post("/", header)).isEqualTo(200);
        awaitHeight(102);
    }

    @Test
    void aForgedNotifyTargetMintsNothing() throws Exception {
        start();
        long looks = node.calls("eth_getWork");
        String work = node.work(102);
        String target = "0x0000" + "f".repeat(60);
        assertThat(post("/", work.replace(target, "0x" + "f".repeat(64)))).isEqualTo(400);
        assertThat(post("/", work.replace(target, "0x" + "0".repeat(64)))).isEqualTo(400);
        assertThat(post(SECRET, work.replace(target, "0x" + "f".repeat(64)))).isEqualTo(400);
        assertThat(post(SECRET, work.replace(target, "0x" + "0".repeat(64)))).isEqualTo(400);
        assertThat(pool.count("node.notify{malformed}")).isEqualTo(4);
        assertThat(node.calls("eth_getWork")).isEqualTo(looks);
        assertThat(pool.recorder.highestServed()).isEqualTo(101);
    }

    @Test
    void workPostedOnTheOpenPathIsNeverUsedItself() throws Exception {
        start();
        node.height = 101;
        node.branch = "bb";
        String forged = node.work(102);
        node.branch = "aa";
        assertThat(post("/", forged)).isEqualTo(200);
        awaitHeight(102);
        assertThat(pool.recorder.seen)
                .extracting(NodeObservation::work)
                .noneMatch(work -> work.orElseThrow().header().toString().startsWith("0xbb"));
    }

    @Test
    void workPostedOnTheSecretPathIsUsedWhenTheNodesHeadBearsItOut() throws Exception {
        start();
        node.branch = "cc";
        String recommit = node.work(101);
        node.branch = "aa";
        assertThat(post(SECRET, recommit)).isEqualTo(200);
        Fixture.until(() -> pool.recorder
                .of("main")
                .anyMatch(seen -> seen.work().orElseThrow().header().toString().startsWith("0xcc")));
        NodeObservation posted = pool.recorder
                .of("main")
                .filter(seen -> seen.work().orElseThrow().header().toString().startsWith("0xcc"))
                .findFirst()
                .orElseThrow();
        assertThat(posted.head().orElseThrow().height()).isEqualTo(100);
        assertThat(posted.serving()).isTrue();
    }

    @Test
    void workOfAnotherHeightOnTheSecretPathIsNotUsed() throws Exception {
        start();
        assertThat(post(SECRET, node.work(500))).isEqualTo(200);
        long looks = node.calls("eth_getWork");
        post("/", node.work(101));
        Fixture.until(() -> node.calls("eth_getWork") > looks);
        assertThat(pool.recorder.highestServed()).isEqualTo(101);
    }

    @Test
    void theSecretPathIsOnlyAHintWhereTheSenderIsUnknown() throws Exception {
        ScriptedNode other = pool.node();
        start(node.settings("main"), other.settings("backup"));
        node.branch = "cc";
        String posted = node.work(101);
        node.branch = "aa";
        long looks = other.calls("eth_getWork");
        assertThat(post(SECRET, posted)).isEqualTo(200);
        Fixture.until(() -> other.calls("eth_getWork") > looks);
        assertThat(pool.recorder.seen)
                .noneMatch(seen -> seen.work().orElseThrow().header().toString().startsWith("0xcc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "1",
                "[]",
                "{}",
                "[1,2,3,4]",
                "{\"result\":null}",
                "[[[[",
                "\u0000",
                "{\"result\":{}}"
            })
    void otherBodiesAreRefused(String body) throws Exception {
        start();
        long looks = node.calls("eth_getWork");
        assertThat(post("/", body)).isEqualTo(400);
        assertThat(post(SECRET, body)).isEqualTo(400);
        assertThat(node.calls("eth_getWork")).isEqualTo(looks);
    }

    @Test
    void aHugeBodyIsRefused() throws Exception {
        start();
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\nContent-Length: 70000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        start();
        HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/"))
                .build();
        assertThat(http.send(get, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    private Socket connect() throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    @Test
    void slowSendersAreCutOffAndKeepNobodyElseOut() throws Exception {
        start();
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < NotifyServer.MAX_CONNECTIONS + 20; i++) {
                Socket socket = connect();
                socket.getOutputStream().write("POST / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
                senders.add(socket);
            }
            node.height = 101;
            assertThat(post("/", node.work(102))).isEqualTo(200);
            awaitHeight(102);
            Fixture.until(() -> pool.count("node.notify{overdue}") > 100);
            assertThat(senders.get(senders.size() - 1).getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : senders) {
                socket.close();
            }
        }
    }

    @Test
    void hintsOfAnUnknownSenderAreLimited() throws Exception {
        start();
        long looks = node.calls("eth_getWork");
        for (int i = 0; i < 100; i++) {
            assertThat(post("/", node.work(102))).isEqualTo(200);
        }
        assertThat(pool.count("node.notify{hint}") + pool.count("node.notify{limited}"))
                .isEqualTo(100);
        assertThat(pool.count("node.notify{limited}")).isPositive();
        assertThat(node.calls("eth_getWork")).isGreaterThan(looks);
    }

    @Test
    void beyondTheLimitNothingIsDecodedUnlessItIsOnTheSecretPath() throws Exception {
        start();
        for (int i = 0; i < 100; i++) {
            post("/", "{}");
        }
        assertThat(pool.count("node.notify{malformed}") + pool.count("node.notify{limited}"))
                .isEqualTo(100);
        assertThat(pool.count("node.notify{limited}")).isPositive();
        assertThat(post(SECRET, "{}")).isEqualTo(400);
    }
}
