package io.potpool.stratum;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A miner's end of one connection: raw bytes out, lines in. */
final class TestMiner implements AutoCloseable {

    static final String WALLET = "0xb85150eb365e7df0941f0cf08235f987ba91506a";
    static final String LOGIN =
            "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"eth_submitLogin\",\"params\":[\"" + WALLET + "\"]}";
    static final String SUBSCRIBE =
            "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"ethminer-0.19.0\",\"EthereumStratum/1.0.0\"]}";
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final JsonMapper JSON = new JsonMapper();

    private final Socket socket;
    private final InputStream in;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private boolean ended;

    TestMiner(StratumServer server) throws IOException {
        this(server, 0);
    }

    TestMiner(StratumServer server, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        InetSocketAddress address = server.listening().get(0);
        socket.connect(address, (int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    /** Takes a socket that is connected, such as one of TLS. */
    TestMiner(Socket connected) throws IOException {
        socket = connected;
        in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    void send(String... lines) throws IOException {
        raw((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Returns the next line, or empty at the end of the stream. */
    Optional<String> line(Duration within) throws IOException {
        long end = System.nanoTime() + within.toNanos();
        while (!ended) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no line within " + within);
            }
            socket.setSoTimeout((int) left);
            int next;
            try {
                next = in.read();
            } catch (SocketTimeoutException timeout) {
                throw timeout;
            } catch (SocketException reset) {
                next = -1;
            }
            if (next == '\n') {
                String line = partial.toString(StandardCharsets.UTF_8);
                partial.reset();
                return Optional.of(line);
            }
            if (next < 0) {
                ended = true;
            } else {
                partial.write(next);
            }
        }
        return Optional.empty();
    }

    /** Returns the next line as JSON. */
    JsonNode next() throws IOException {
        return JSON.readTree(line(PATIENCE).orElseThrow(() -> new IOException("closed")));
    }

    /** Sends a request and returns the first line after it that has its id and no method. */
    JsonNode call(String line) throws IOException {
        send(line);
        JsonNode id = JSON.readTree(line).get("id");
        while (true) {
            JsonNode answer = next();
            if (!answer.has("method") && answer.path("id").equals(id)) {
                return answer;
            }
        }
    }

    TestMiner loginEthProxy() throws IOException {
        if (!call(LOGIN).get("result").asBoolean()) {
            throw new IOException("login refused");
        }
        return this;
    }

    JsonNode authorize(String user, String password) throws IOException {
        return call("{\"id\":3,\"method\":\"mining.authorize\",\"params\":[\"" + user + "\",\"" + password + "\"]}");
    }

    /** Returns whether the server still answers on this connection. */
    boolean isOpen() throws IOException {
        try {
            send("{\"id\":7777,\"method\":\"mining.ping\"}");
            while (true) {
                Optional<String> line = line(PATIENCE);
                if (line.isEmpty()) {
                    return false;
                }
                if (line.get().startsWith("{\"id\":7777")) {
                    return true;
                }
            }
        } catch (SocketException closed) {
            return false;
        }
    }

    /** Returns whether the server ends the stream. */
    boolean isClosed(Duration within) throws IOException {
        try {
            while (line(within).isPresent()) {}
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        }
    }

    /** Returns everything that is there or arrives until {@code last} has. */
    List<String> linesUntil(String last) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.isEmpty() || !lines.get(lines.size() - 1).contains(last)) {
            lines.add(line(PATIENCE).orElseThrow(() -> new IOException("closed after " + lines)));
        }
        return lines;
    }

    /** Returns everything up to the end of the stream. */
    String rest() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Optional<String> line = line(PATIENCE); line.isPresent(); line = line(PATIENCE)) {
            all.append(line.get()).append('\n');
        }
        return all.append(partial.toString(StandardCharsets.UTF_8)).toString();
    }

    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
