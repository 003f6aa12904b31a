package io.potpool.testkit.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A WebSocket connection: calls as over HTTP, and subscriptions. A reader and a writer thread serve it. */
final class WsConnection implements HeadListener, Dispatcher.Subscriptions {

    private static final int WAITING = 10_000;

    private final Socket socket;
    private final Dispatcher dispatcher;
    private final WsFrames frames;
    private final BlockingQueue<String> outgoing = new ArrayBlockingQueue<>(WAITING);
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();

    WsConnection(Socket socket, BufferedInputStream in, Dispatcher dispatcher) throws IOException {
        this.socket = socket;
        this.dispatcher = dispatcher;
        frames = new WsFrames(in, socket.getOutputStream());
    }

    /** Serves until the connection ends. */
    void run() throws IOException {
        Thread writer = Daemons.named("sim-ws-write").newThread(this::write);
        writer.start();
        try {
            while (answer(frames.read())) {
                subscriptions.values().forEach(Subscription::activate);
            }
        } finally {
            writer.interrupt();
            close();
        }
    }

    private boolean answer(WsFrames.Message message) throws IOException {
        switch (message.opcode()) {
            case WsFrames.TEXT, WsFrames.BINARY -> {
                return call(message.payload());
            }
            case WsFrames.PING -> frames.write(WsFrames.PONG, message.payload());
            case WsFrames.PONG -> {}
            default -> {
                frames.write(WsFrames.CLOSE, message.payload());
                return false;
            }
        }
        return true;
    }

    private boolean call(byte[] request) {
        Dispatcher.Reply reply = dispatcher.handle(request, this);
        Fault fault = reply.fault();
        if (fault == null) {
            if (!reply.body().isEmpty()) {
                enqueue(reply.body());
            }
            return true;
        }
        if (fault == Fault.GARBAGE) {
            enqueue("<html>{\"result\":[[[");
        }
        return fault == Fault.GARBAGE || fault == Fault.TIMEOUT_AFTER_EFFECT;
    }

    /** Queues a message; a client that does not read loses its connection, as with geth. */
    private void enqueue(String text) {
        if (!outgoing.offer(text)) {
            close();
        }
    }

    private void write() {
        try {
            while (true) {
                frames.write(WsFrames.TEXT, outgoing.take().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            subscriptions.clear();
        }
    }

    @Override
    public void newHead(Header header) {
        push(header, false);
    }

    @Override
    public void newSideHead(Header header) {
        push(header, true);
    }

    private void push(Header header, boolean side) {
        subscriptions.values().stream()
                .filter(subscription -> subscription.isSide() == side)
                .forEach(subscription -> subscription.push(header));
    }

    @Override
    public @Nullable Object call(String method, @Nullable Object params) throws RpcException {
        Object first = params instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
        if (method.equals("eth_unsubscribe")) {
            if (first == null) {
                throw Args.missing(0);
            }
            if (subscriptions.remove(String.valueOf(first)) == null) {
                throw new RpcException("subscription not found");
            }
            return true;
        }
        if (!(first instanceof String name)) {
            throw new RpcException(RpcException.INVALID_PARAMS, "expected subscription name as first argument", null);
        }
        if (!name.equals("newHeads") && !name.equals("newSideHeads")) {
            throw new RpcException(-32601, "no \"" + name + "\" subscription in eth namespace", null);
        }
        String id = "0x" + UUID.randomUUID().toString().replace("-", "");
        subscriptions.put(id, new Subscription(id, name.equals("newSideHeads"), this::enqueue));
        return id;
    }
}
