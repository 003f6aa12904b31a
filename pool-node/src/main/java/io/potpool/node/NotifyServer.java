package io.potpool.node;

import io.potpool.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the posts of notifying nodes on one thread, whoever sends them: a bounded number of connections, each with one
 * request in bounded time. When all are taken, the oldest makes room.
 */
final class NotifyServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NotifyServer.class);
    static final int MAX_CONNECTIONS = 128;
    static final long MAX_NANOS = 2_000_000_000L;
    private static final long TICK_MILLIS = 250;
    private static final long ACCEPT_PAUSE_NANOS = 500_000_000L;

    /** Judges a request; called on the server's thread, must not block. */
    @FunctionalInterface
    interface Handler {
        /** Returns the HTTP status to answer with. */
        int handle(String path, byte[] body, InetAddress from);
    }

    /** Takes the next connection, or null; fails where the process or the machine is out of descriptors. */
    @FunctionalInterface
    interface Accepter {
        @Nullable SocketChannel accept(ServerSocketChannel server) throws IOException;
    }

    private record Connection(PostReader reader, long openedNanos) {}

    private final Selector selector;
    private final ServerSocketChannel server;
    private final InetSocketAddress bound;
    private final SelectionKey accepting;
    private final Accepter accepter;
    private final Handler handler;
    private final Metrics metrics;
    private final Map<SocketChannel, Connection> connections = new LinkedHashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    private final Thread thread = Threads.daemon("notify", this::run);
    private boolean acceptFails;
    private long acceptAgainNanos;
    private volatile boolean closed;

    /** Binds the address and begins to serve. */
    NotifyServer(InetSocketAddress address, Handler handler, Metrics metrics) throws IOException {
        this(address, handler, metrics, ServerSocketChannel::accept);
    }

    NotifyServer(InetSocketAddress address, Handler handler, Metrics metrics, Accepter accepter) throws IOException {
        this.accepter = accepter;
        this.handler = handler;
        this.metrics = metrics;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address);
            server.configureBlocking(false);
            accepting = server.register(selector, SelectionKey.OP_ACCEPT);
            bound = (InetSocketAddress) server.getLocalAddress();
        } catch (IOException | RuntimeException failed) {
            server.close();
            selector.close();
            throw failed;
        }
        thread.start();
    }

    InetSocketAddress address() {
        return bound;
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(this::ready, TICK_MILLIS);
                closeOverdue();
                acceptAgain();
            } catch (IOException | RuntimeException fault) {
                metrics.count("node.notify{fault}");
                LOG.warn("a fault while taking notifications", fault);
            }
        }
        connections.keySet().forEach(NotifyServer::closeQuietly);
    }

    private void ready(SelectionKey key) {
        if (key.isAcceptable()) {
            accept();
        } else if (key.channel() instanceof SocketChannel channel) {
            try {
                read(channel);
            } catch (IOException | RuntimeException fault) {
                metrics.count("node.notify{broken}");
                drop(channel);
            }
        }
    }

    private void accept() {
        SocketChannel channel;
        try {
            channel = accepter.accept(server);
        } catch (IOException failed) {
            pauseAccepting(failed);
            return;
        }
        if (acceptFails) {
            acceptFails = false;
            LOG.info("notifications of nodes are taken again");
        }
        if (channel != null) {
            take(channel);
        }
    }

    /** The connection that could not be taken stays acceptable, so that without a pause the loop would spin. */
    private void pauseAccepting(IOException failed) {
        metrics.count("node.notify{acceptFailed}");
        accepting.interestOps(0);
        acceptAgainNanos = System.nanoTime() + ACCEPT_PAUSE_NANOS;
        if (!acceptFails) {
            acceptFails = true;
            LOG.warn(
                    "notifications of nodes cannot be taken for now, nodes are polled all the same: {}",
                    failed.toString());
        }
    }

    private void acceptAgain() {
        if (accepting.isValid() && accepting.interestOps() == 0 && System.nanoTime() - acceptAgainNanos >= 0) {
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void take(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException failed) {
            metrics.count("node.notify{broken}");
            closeQuietly(channel);
            return;
        }
        if (connections.size() >= MAX_CONNECTIONS) {
            metrics.count("node.notify{crowded}");
            drop(connections.keySet().iterator().next());
        }
        connections.put(channel, new Connection(new PostReader(), System.nanoTime()));
    }

    private void read(SocketChannel channel) throws IOException {
        Connection connection = connections.get(channel);
        buffer.clear();
        if (connection == null || channel.read(buffer) < 0) {
            drop(channel);
            return;
        }
        PostReader.State state = connection.reader().take(buffer.flip());
        if (state instanceof PostReader.State.AwaitsContinue) {
            write(channel, "HTTP/1.1 100 Continue\r\n\r\n");
        } else if (state instanceof PostReader.State.Post post) {
            InetAddress from = ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
            answer(channel, handler.handle(post.path(), post.body(), from));
        } else if (state instanceof PostReader.State.Refused refused) {
            metrics.count("node.notify{malformed}");
            answer(channel, refused.status());
        }
    }

    private void answer(SocketChannel channel, int status) throws IOException {
        write(channel, "HTTP/1.1 " + status + " \r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        drop(channel);
    }

    /** An answer fits into an empty send buffer; a peer whose buffer is full does not wait for one. */
    private static void write(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private void closeOverdue() {
        long now = System.nanoTime();
        Iterator<Map.Entry<SocketChannel, Connection>> oldestFirst =
                connections.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<SocketChannel, Connection> entry = oldestFirst.next();
            if (now - entry.getValue().openedNanos() < MAX_NANOS) {
                return;
            }
            metrics.count("node.notify{overdue}");
            oldestFirst.remove();
            closeQuietly(entry.getKey());
        }
    }

    private void drop(SocketChannel channel) {
        connections.remove(channel);
        closeQuietly(channel);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception alreadyGone) {
            LOG.debug("closing", alreadyGone);
        }
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(server);
        selector.wakeup();
        try {
            thread.join(1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        closeQuietly(selector);
    }
}
