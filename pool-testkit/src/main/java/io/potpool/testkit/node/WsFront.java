package io.potpool.testkit.node;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The node's WebSocket door on a loopback port (RFC 6455, no extensions). */
final class WsFront {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MAX_HEAD = 16 * 1024;
    private static final int MAX_CONNECTIONS = 64;
    private static final int BIND_TRIES = 50;

    private final Dispatcher dispatcher;
    private final NodeCore core;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private WsFront(ServerSocket server, Dispatcher dispatcher, NodeCore core) {
        this.server = server;
        this.dispatcher = dispatcher;
        this.core = core;
    }

    static WsFront open(int port, Dispatcher dispatcher, NodeCore core) throws IOException {
        WsFront front = new WsFront(bind(port), dispatcher, core);
        Daemons.named("sim-ws-accept").newThread(front::accept).start();
        return front;
    }

    private static ServerSocket bind(int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int attempt = 1; ; attempt++) {
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(address);
                return socket;
            } catch (BindException e) {
                socket.close();
                if (attempt == BIND_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    void close() {
        closeQuietly(server);
        sockets.forEach(WsFront::closeQuietly);
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that cannot be closed is of no more use either way.
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (sockets.size() >= MAX_CONNECTIONS) {
                    socket.close();
                    continue;
                }
                sockets.add(socket);
                Daemons.named("sim-ws").newThread(() -> serve(socket)).start();
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
            String key = handshakeKey(in);
            if (key == null) {
                String refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(refusal.getBytes(StandardCharsets.US_ASCII));
                return;
            }
            String reply = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accepted(key) + "\r\n\r\n";
            socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
            WsConnection connection = new WsConnection(socket, in, dispatcher);
            core.addListener(connection);
            try {
                connection.run();
            } finally {
                core.removeListener(connection);
            }
        } catch (IOException e) {
            // The client went away or broke the protocol; the connection is closed either way.
        } finally {
            sockets.remove(socket);
        }
    }

    /** Reads the request's head; returns null unless it asks for a WebSocket. */
    private static @Nullable String handshakeKey(BufferedInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0 || head.length() > MAX_HEAD) {
                return null;
            }
            head.append((char) c);
        }
        for (String line : head.toString().lines().toList()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return null;
    }

    static String accepted(String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha.digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
