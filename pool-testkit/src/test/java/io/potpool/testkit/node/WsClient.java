package io.potpool.testkit.node;

import io.potpool.testkit.json.Json;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Talks to a node over WebSocket with the JDK's client. */
final class WsClient implements AutoCloseable, WebSocket.Listener {

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    WsClient(SimulatedNode node) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(node.wsUrl(), this)
                .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    Map<String, Object> call(String method, Object... params) throws InterruptedException {
        socket.sendText(Rpc.request(method, params), true).join();
        return next();
    }

    Map<String, Object> next() throws InterruptedException {
        String message = messages.poll(5, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message in 5 s");
        }
        return Json.object(message);
    }

    /** Returns the header of the next pushed block. */
    Map<?, ?> pushed(Object subscription) throws InterruptedException {
        Map<String, Object> message = next();
        Map<?, ?> params = (Map<?, ?>) message.get("params");
        if (params == null || !params.get("subscription").equals(subscription)) {
            throw new AssertionError("not a push for " + subscription + ": " + message);
        }
        return (Map<?, ?>) params.get("result");
    }

    boolean isQuiet() {
        return messages.isEmpty();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
