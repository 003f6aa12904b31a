package io.potpool.testkit.node;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The node's HTTP door on a loopback port: statuses, limits and headers as geth's. */
final class HttpFront {

    private static final int MAX_BODY = 5 * 1024 * 1024;
    private static final int THREADS = 32;
    private static final int WAITING = 1024;
    private static final int BIND_TRIES = 50;

    static {
        // Without it the JDK's server delays small answers on kept connections by 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Without it an answer 413 would wait for the body that it refuses.
        System.setProperty("sun.net.httpserver.drainAmount", "0");
    }

    private final Dispatcher dispatcher;
    private final HttpServer server;
    private final ThreadPoolExecutor executor;

    private HttpFront(Dispatcher dispatcher, HttpServer server) {
        this.dispatcher = dispatcher;
        this.server = server;
        executor = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), Daemons.named("sim-http"));
        executor.allowCoreThreadTimeOut(true);
    }

    static HttpFront open(int port, Dispatcher dispatcher) throws IOException {
        HttpFront front = new HttpFront(dispatcher, bind(port));
        front.server.createContext("/", front::handle);
        front.server.setExecutor(front.executor);
        front.server.start();
        return front;
    }

    private static HttpServer bind(int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (int attempt = 1; ; attempt++) {
            try {
                return HttpServer.create(address, 256);
            } catch (BindException e) {
                if (attempt == BIND_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Closes the port; answers under way get {@code patienceSeconds}. */
    void close(int patienceSeconds) {
        server.stop(patienceSeconds);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        int refusal = refusal(exchange);
        byte[] body = refusal == 413 ? new byte[0] : exchange.getRequestBody().readNBytes(MAX_BODY);
        if (refusal != 0) {
            answer(exchange, refusal, refusalText(exchange, refusal), "text/plain; charset=utf-8");
            return;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        Dispatcher.Reply reply = dispatcher.handle(body, null);
        Fault fault = reply.fault();
        if (fault == null) {
            answer(exchange, 200, reply.bytes(), "application/json");
        } else if (fault == Fault.HTTP_500) {
            answer(exchange, 500, bytes("injected fault\n"), "text/plain; charset=utf-8");
        } else if (fault == Fault.GARBAGE) {
            answer(exchange, 200, bytes("<html>\u0000{\"result\":[[["), "application/json");
        } else if (fault != Fault.TIMEOUT_AFTER_EFFECT) {
            exchange.close();
        }
    }

    private static int refusal(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        Headers headers = exchange.getRequestHeaders();
        if (!isLocal(headers.getFirst("Host"))) {
            return 403;
        }
        if (!exchange.getRequestURI().getPath().equals("/")) {
            return 404;
        }
        if (method.equals("PUT") || method.equals("DELETE")) {
            return 405;
        }
        if (method.equals("POST")) {
            if (announced(exchange) > MAX_BODY) {
                return 413;
            }
            return isJson(headers.getFirst("Content-Type")) ? 0 : 415;
        }
        return 0;
    }

    private static byte[] refusalText(HttpExchange exchange, int status) {
        return bytes(
                switch (status) {
                    case 403 -> "invalid host specified\n";
                    case 405 -> "method not allowed\n";
                    case 413 -> "content length too large (" + announced(exchange) + ">" + MAX_BODY + ")\n";
                    case 415 -> "invalid content type, only application/json is supported\n";
                    default -> "";
                });
    }

    private static boolean isLocal(@Nullable String host) {
        if (host == null) {
            return true;
        }
        String name = host.replaceFirst(":\\d+$", "");
        return name.equals("localhost") || name.matches("[0-9.]+|\\[[0-9a-fA-F:]+]");
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || media.equals("application/json-rpc");
    }

    private static long announced(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
    }

    private static void answer(HttpExchange exchange, int status, byte[] body, String type) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
        byte[] sent = body;
        if (status == 200 && body.length > 0 && accepted != null && accepted.contains("gzip")) {
            sent = zipped(body);
            headers.set("Content-Encoding", "gzip");
        }
        headers.set("Content-Type", type);
        if (status == 413) {
            headers.set("Connection", "close");
        }
        exchange.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(sent);
        }
        exchange.close();
    }

    private static byte[] zipped(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(body);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
