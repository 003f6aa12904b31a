package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushedHeadsTest {

    private static final String SUBSCRIBED = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x9cef\"}";

    private final Fixture pool = new Fixture();
    private final ScriptedNode node = pool.node();
    private final MockWebServer push = pool.keep(new MockWebServer());
    private final List<WebSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();

    @BeforeEach
    void serve() throws Exception {
        push.start();
    }

    @AfterEach
    void closeAll() {
        pool.close();
    }

    private void acceptOne() {
        push.enqueue(new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket socket, Response response) {
                        sockets.add(socket);
                    }

                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        received.add(text);
                    }
                })
                .build());
    }

    /** Starts a client that looks only when it is told to. */
    private void start() {
        pool.start(
                builder -> builder.pollInterval(Duration.ofMinutes(5)).checkInterval(Duration.ofMinutes(5)),
                node.settings("main").withWebsocket(URI.create("ws://127.0.0.1:" + push.getPort() + "/")));
        Fixture.until(() -> pool.recorder.servedWork().isPresent() && !sockets.isEmpty());
    }

    private static String newHead() {
        try {
            return new String(Transcripts.named("ws newHeads").body(), StandardCharsets.UTF_8);
        } catch (Exception missing) {
            throw new AssertionError(missing);
        }
    }

    @Test
    void itSubscribesToNewHeadsAndAHeadHasTheNodeAskedAtOnce() {
        acceptOne();
        start();
        Fixture.until(() -> !received.isEmpty());
        assertThat(received.get(0)).contains("eth_subscribe").contains("newHeads");
        sockets.get(0).send(SUBSCRIBED);
        node.height = 101;
        sockets.get(0).send(newHead());
        Fixture.until(() -> pool.recorder.servedWork().orElseThrow().height() == 102);
    }

    @Test
    void theNodeIsAskedAgainUntilItsWorkFollowsItsHead() {
        acceptOne();
        start();
        node.result("eth_getWork", params -> node.work(node.calls("eth_getWork") < 5 ? 101 : 102));
        node.height = 101;
        sockets.get(0).send(newHead());
        Fixture.until(() -> pool.recorder.servedWork().orElseThrow().height() == 102);
    }

    @Test
    void aBrokenConnectionIsMadeAgain() {
        acceptOne();
        acceptOne();
        start();
        sockets.get(0).close(1001, "going away");
        Fixture.until(() -> sockets.size() == 2);
        node.height = 101;
        sockets.get(1).send(newHead());
        Fixture.until(() -> pool.recorder.servedWork().orElseThrow().height() == 102);
        assertThat(pool.count("node.push{trouble}")).isEqualTo(1);
    }

    @Test
    void noisyMessagesAreCountedAndNothingElse() {
        acceptOne();
        start();
        for (String noise : List.of("", "[", "null", "7", "[1]", "\u0000")) {
            sockets.get(0).send(noise);
        }
        Fixture.until(() -> pool.count("node.push{malformed}") == 6);
        node.height = 101;
        sockets.get(0).send(newHead());
        Fixture.until(() -> pool.recorder.servedWork().orElseThrow().height() == 102);
    }

    @Test
    void aNodeThatRefusesToPushIsPolledAllTheSame() {
        push.enqueue(new MockResponse.Builder().code(404).build());
        pool.start(node.settings("main").withWebsocket(URI.create("ws://127.0.0.1:" + push.getPort() + "/")));
        Fixture.until(() -> pool.count("node.push{trouble}") > 0);
        node.height = 101;
        Fixture.until(() ->
                pool.recorder.servedWork().filter(work -> work.height() == 102).isPresent());
    }
}
