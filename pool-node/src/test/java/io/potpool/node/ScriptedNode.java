package io.potpool.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.potpool.domain.Hash256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A node that says what a test tells it to; at first it has the three methods of mining and nothing else. */
final class ScriptedNode implements AutoCloseable {

    static final String SEED = "0x" + "0".repeat(64);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(Threads.factory("scripted"));
    private final Map<String, Function<JsonNode, String>> methods = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    volatile boolean refusesBatches;
    volatile Optional<byte[]> rawBody = Optional.empty();
    final AtomicInteger unheardSubmissions = new AtomicInteger();
    volatile int status = 200;
    volatile long height = 100;
    volatile String branch = "aa";
    volatile long forkFrom = Long.MAX_VALUE;
    volatile long extraDifficulty;

    ScriptedNode() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        result("eth_getWork", params -> work(height + 1));
        result("eth_getBlockByNumber", params -> block(params.path(0).asString("")));
        result("eth_submitWork", params -> "true");
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    NodeSettings settings(String name) {
        return NodeSettings.of(name, url());
    }

    /** Sets what a method answers: {@code "result":..} or {@code "error":..}. */
    void answer(String method, Function<JsonNode, String> members) {
        methods.put(method, members);
    }

    /** Returns what a method does now. */
    Function<JsonNode, String> script(String method) {
        return methods.get(method);
    }

    void result(String method, Function<JsonNode, String> json) {
        answer(method, params -> "\"result\":" + json.apply(params));
    }

    void result(String method, String json) {
        result(method, params -> json);
    }

    void error(String method, long code, String message) {
        answer(method, params -> "\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}");
    }

    /** Makes a method wait for {@code time}, or until the node is closed. */
    void slow(String method, Duration time) {
        Function<JsonNode, String> usual = methods.get(method);
        answer(method, params -> {
            waitFor(time);
            return usual.apply(params);
        });
    }

    private void waitFor(Duration time) {
        try {
            closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    long calls(String method) {
        return calls.stream().filter(method::equals).count();
    }

    Hash256 header(long atHeight) {
        return Hash256.parse(branch.repeat(24) + String.format("%016x", atHeight));
    }

    String work(long atHeight) {
        return "[\"" + header(atHeight) + "\",\"" + SEED + "\",\"0x0000" + "f".repeat(60) + "\",\"0x"
                + Long.toHexString(atHeight) + "\"]";
    }

    Hash256 hashAt(long atHeight) {
        String digits = atHeight >= forkFrom ? "bb" : "aa";
        return Hash256.parse(digits.repeat(24) + String.format("f%015x", atHeight));
    }

    private String block(String tag) {
        long at = tag.equals("latest") ? height : tag.startsWith("0x") ? Long.parseLong(tag.substring(2), 16) : -1;
        return at < 0 || at > height ? "null" : block(at, System.currentTimeMillis() / 1000);
    }

    String block(long at, long time) {
        return "{\"number\":\"0x" + Long.toHexString(at) + "\",\"hash\":\"" + hashAt(at) + "\",\"parentHash\":\""
                + hashAt(at - 1) + "\",\"timestamp\":\"0x" + Long.toHexString(time) + "\",\"difficulty\":\"0x10000\""
                + ",\"totalDifficulty\":\"0x" + Long.toHexString(65536 * at + extraDifficulty) + "\"}";
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        if (rawBody.isPresent() && new String(request, StandardCharsets.UTF_8).contains("eth_submitWork")) {
            unheardSubmissions.incrementAndGet();
        }
        byte[] body = rawBody.orElseGet(() -> answerTo(request));
        int code = status == 200 && refusesBatches && request[0] == '[' ? 400 : status;
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private byte[] answerTo(byte[] request) {
        JsonNode json = MAPPER.readTree(request);
        if (!json.isArray()) {
            return one(json).getBytes(StandardCharsets.UTF_8);
        }
        if (refusesBatches) {
            return "no batches here".getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder out = new StringBuilder();
        for (JsonNode call : json) {
            out.append(out.isEmpty() ? "[" : ",").append(one(call));
        }
        return out.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    private String one(JsonNode call) {
        String method = call.get("method").asString();
        calls.add(method);
        Function<JsonNode, String> script = methods.get(method);
        String members = script == null
                ? "\"error\":{\"code\":-32601,\"message\":\"the method " + method
                        + " does not exist/is not available\"}"
                : script.apply(call.get("params"));
        return "{\"jsonrpc\":\"2.0\",\"id\":" + call.get("id") + "," + members + "}";
    }

    /** Stops answering: connections are refused from now on. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
