package io.potpool.testkit.miner;

import io.potpool.testkit.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A server that answers each line by a script. */
final class FakePool implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BiFunction<FakePool, Map<String, Object>, List<String>> script;
    final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();
    final List<Socket> sockets = new CopyOnWriteArrayList<>();

    FakePool(BiFunction<FakePool, Map<String, Object>, List<String>> script) throws IOException {
        this.script = script;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    List<Map<String, Object>> calls(String method) {
        return received.stream()
                .filter(message -> method.equals(message.get("method")))
                .toList();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Map<String, Object> message = Json.object(line);
                received.add(message);
                for (String answer : script.apply(this, message)) {
                    socket.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // the miner went away
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-pool");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
