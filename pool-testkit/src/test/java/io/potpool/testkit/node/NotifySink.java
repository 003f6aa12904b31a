package io.potpool.testkit.node;

import com.sun.net.httpserver.HttpServer;
import io.potpool.testkit.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what a node pushes. */
final class NotifySink implements AutoCloseable {

    private final HttpServer server;
    final List<Object> bodies = new CopyOnWriteArrayList<>();
    final List<Set<String>> headers = new CopyOnWriteArrayList<>();

    NotifySink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/notify", exchange -> {
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(exchange.getRequestHeaders().keySet());
            headers.add(names);
            bodies.add(Json.parse(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/notify");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
