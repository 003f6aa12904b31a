package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketBoundsTest {

    private static final Duration UPGRADE_TIMEOUT = Duration.ofMillis(400);

    private final MockWebServer server = new MockWebServer();
    private final OkHttpWire wire = new OkHttpWire(UPGRADE_TIMEOUT);
    private final CompletableFuture<WebSocket> nodeSide = new CompletableFuture<>();
    private final List<Integer> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final OkHttpWire.Push push = new OkHttpWire.Push() {
        @Override
        public void opened() {}

        @Override
        public void received(byte[] message) {
            received.add(message.length);
        }

        @Override
        public void ended(String why) {
            ended.complete(why);
        }
    };

    @BeforeEach
    void serve() throws IOException {
        server.start();
    }

    @AfterEach
    void closeAll() {
        wire.close();
        server.close();
    }

    private static URI at(int port) {
        return URI.create("ws://127.0.0.1:" + port + "/");
    }

    private MockResponse.Builder upgrade() {
        return new MockResponse.Builder().webSocketUpgrade(new WebSocketListener() {
            @Override
            public void onOpen(WebSocket socket, Response response) {
                nodeSide.complete(socket);
            }
        });
    }

    private WebSocket open() {
        server.enqueue(upgrade().build());
        Runnable unused = wire.open(at(server.getPort()), "hello", push);
        return nodeSide.join();
    }

    @Test
    void aMessageLargerThanTheBoundEndsTheConnectionAndIsNotDelivered() {
        WebSocket node = open();
        node.send("x".repeat((int) BoundedSockets.MAX_MESSAGE));
        assertThat(ended.join()).contains("a message of more than 1048576 bytes");
        assertThat(received).isEmpty();
    }

    @Test
    void manySmallMessagesMayBeMoreThanTheBoundTogether() {
        WebSocket node = open();
        for (int i = 0; i < 30; i++) {
            node.send("x".repeat(100_000));
        }
        Fixture.until(() -> received.size() == 30);
        assertThat(ended).isNotDone();
    }

    @Test
    void compressionIsNotAskedForAndRefused() throws Exception {
        server.enqueue(upgrade()
                .addHeader("Sec-WebSocket-Extensions", "permessage-deflate")
                .build());
        Runnable unused = wire.open(at(server.getPort()), "hello", push);
        assertThat(ended.join()).contains("an extension that was not asked for: permessage-deflate");
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("Sec-WebSocket-Extensions")).isNull();
        assertThat(request.getHeaders().get("Upgrade")).isEqualTo("websocket");
    }

    @Test
    void anOpenConnectionOutlivesTheTimeOfItsUpgrade() {
        WebSocket node = open();
        long opened = System.nanoTime();
        Fixture.until(() -> System.nanoTime() - opened > 3 * UPGRADE_TIMEOUT.toNanos());
        node.send("still here");
        Fixture.until(() -> received.size() == 1);
        assertThat(ended).isNotDone();
    }

    @Test
    void anUpgradeThatHangsIsTriedAgain() throws Exception {
        Metrics metrics = new Metrics();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Threads.factory("test-timer"));
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            NewHeadsFeed feed = new NewHeadsFeed("main", at(silent.getLocalPort()), wire, timer, metrics, () -> {});
            feed.connect();
            silent.accept();
            silent.accept();
            silent.accept();
            feed.close();
        } finally {
            timer.shutdownNow();
        }
        assertThat(metrics.snapshot().get("node.push{trouble}")).isBetween(2L, 3L);
    }
}
