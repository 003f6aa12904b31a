package io.potpool.launcher.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.potpool.PoolHealth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /health}: 200 while the pool serves its miners, 503 while it does not, and what wants an operator as JSON.
 *
 * <p>One request at a time, {@value #WAITING} wait, the rest is closed; whoever takes longer over one than two seconds is cut
 * off. Nothing of it is felt by miners.
 */
public final class HealthServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
    private static final String PATH = "/health";
    private static final int WAITING = 32;
    private static final String MOST_CONNECTIONS = "64";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    static {
        // the JDK's server reads it once, and has no other bound for connections that say nothing
        System.setProperty(
                "jdk.httpserver.maxConnections", System.getProperty("jdk.httpserver.maxConnections", MOST_CONNECTIONS));
    }

    private final HttpServer server;
    private final Supplier<PoolHealth> health;
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), daemon("potpool-health"));
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(daemon("potpool-health-watch"));

    private HealthServer(HttpServer server, Supplier<PoolHealth> health) {
        this.server = server;
        this.health = health;
    }

    /**
     * Opens the port.
     *
     * @param health asked for every request; must not block
     * @throws IOException if the port cannot be opened; the message names it
     */
    public static HealthServer start(InetSocketAddress address, Supplier<PoolHealth> health) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, WAITING);
        } catch (IOException refused) {
            throw new IOException("health.listen " + address + ": " + refused.getMessage(), refused);
        }
        HealthServer started = new HealthServer(server, health);
        server.createContext("/", started::handle);
        server.setExecutor(started::run);
        server.start();
        return started;
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** An interrupt closes the connection that a thread reads from or writes to. */
    private void run(Runnable exchange) {
        worker.execute(() -> {
            Future<?> cut =
                    watch.schedule(Thread.currentThread()::interrupt, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            try {
                exchange.run();
            } finally {
                cut.cancel(false);
                Thread.interrupted();
            }
        });
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            String method = exchange.getRequestMethod();
            boolean reads = method.equals("GET") || method.equals("HEAD");
            if (!PATH.equals(exchange.getRequestURI().getPath())) {
                answer(exchange, 404, "");
            } else if (!reads) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, 405, "");
            } else {
                PoolHealth now = health.get();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                answer(exchange, now.status() == PoolHealth.Status.DOWN ? 503 : 200, HealthJson.of(now) + "\n");
            }
        } catch (RuntimeException fault) {
            LOG.error("the health of the pool cannot be told", fault);
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(500, -1);
        } finally {
            exchange.close();
        }
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        // the connection ends with the exchange: who kept it for the next request would find it closed
        exchange.getResponseHeaders().set("Connection", "close");
        boolean told = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        if (body.length > 0 && !told) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(code, told ? body.length : -1);
        if (told) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Closes the port and all connections. Idempotent. */
    @Override
    public void close() {
        server.stop(0);
        worker.shutdownNow();
        watch.shutdownNow();
    }
}
