package io.potpool.launcher.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.potpool.PoolHealth;
import io.potpool.PoolHealth.Finding;
import io.potpool.PoolHealth.Status;
import io.potpool.spool.SpoolState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
    private static final PoolHealth WELL = new PoolHealth(List.of(), Optional.empty(), NOW, "1.2");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile PoolHealth health = WELL;
    private volatile boolean broken;
    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = HealthServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> {
            if (broken) {
                throw new IllegalStateException("planted");
            }
            return health;
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(60))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void poolThatIsWellIs200WithNothingFound() throws Exception {
        HttpResponse<String> answer = send("GET", "/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"OK\",\"findings\":[],\"spool\":null,\"version\":\"1.2\"}\n");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void poolThatIsDegradedStays200AndOneThatIsDownIs503() throws Exception {
        SpoolState spool = new SpoolState(2, 5, 700, Duration.ofSeconds(40), false, Optional.empty());
        Finding waits = new Finding("spool", Status.DEGRADED, "5 shares \"wait\"");
        health = new PoolHealth(List.of(waits), Optional.of(spool), NOW, "1.2");
        HttpResponse<String> degraded = send("GET", "/health?from=balancer");
        assertThat(degraded.statusCode()).isEqualTo(200);
        assertThat(degraded.body())
                .isEqualTo(
                        "{\"status\":\"DEGRADED\",\"findings\":[{\"name\":\"spool\",\"status\":\"DEGRADED\",\"text\":"
                                + "\"5 shares \\\"wait\\\"\"}],\"spool\":{\"shares\":5,\"bytes\":700,\"since\":"
                                + "\"2026-01-01T00:00:20Z\"},\"version\":\"1.2\"}\n");

        health = new PoolHealth(
                List.of(waits, new Finding("work", Status.DOWN, "no work")), Optional.of(spool), NOW, "1.2");
        HttpResponse<String> down = send("GET", "/health");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).startsWith("{\"status\":\"DOWN\",\"findings\":[{\"name\":\"work\"");
    }

    @Test
    void headAnswersLikeGetWithoutABody() throws Exception {
        HttpResponse<String> head = send("HEAD", "/health");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length"))
                .hasValue(send("GET", "/health").body().length());
    }

    @Test
    void everythingElseIsRefused() throws Exception {
        assertThat(send("POST", "/health").statusCode()).isEqualTo(405);
        assertThat(send("POST", "/health").headers().firstValue("allow")).hasValue("GET, HEAD");
        for (String path : new String[] {"/", "/healthy", "/health/", "/metrics", "/../health/x"}) {
            assertThat(send("GET", path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverAsksAgainFindsNoConnectionThatIsClosed() throws Exception {
        for (int i = 0; i < 100; i++) {
            HttpResponse<String> refused = send("POST", "/health");
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("connection")).hasValue("close");
        }
    }

    @Test
    void faultIsA500AndTheNextAnswerIsRight() throws Exception {
        broken = true;
        assertThat(send("GET", "/health").statusCode()).isEqualTo(500);
        broken = false;
        assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverSendsHalfARequestIsCutOffAndTheOthersAreAnswered() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.address().getPort());
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(send("GET", "/health").statusCode()).isEqualTo(200));
            for (Socket socket : slow) {
                assertThat(ended(socket)).isTrue();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void portThatIsTakenIsNamed() {
        assertThatThrownBy(() -> HealthServer.start(server.address(), () -> WELL))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("health.listen ")
                .hasMessageContaining(String.valueOf(server.address().getPort()));
    }
}
