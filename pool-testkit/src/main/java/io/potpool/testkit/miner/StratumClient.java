package io.potpool.testkit.miner;

import io.potpool.testkit.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A line-oriented test client: sends raw lines to a pool and waits for the answers it names. Received lines are kept
 * until they are taken. Thread-safe.
 */
public final class StratumClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int KEPT = 100_000;

    private final Socket socket;
    private final OutputStream out;
    private final Object lock = new Object();
    private final List<String> received = new ArrayList<>();
    private boolean ended;

    private StratumClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        Thread reader = new Thread(this::read, "stratum-client");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Connects.
     *
     * @throws IOException if the pool does not listen
     */
    public static StratumClient connect(String host, int port) throws IOException {
        return new StratumClient(new Socket(host, port));
    }

    /** Sends a line; the line feed is added. */
    public void send(String line) throws IOException {
        sendBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends bytes as they are. */
    public void sendBytes(byte[] bytes) throws IOException {
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }

    /** Sends a request line and waits for the answer with its id. */
    public Map<String, Object> call(String line) throws IOException {
        Object id = Json.object(line).get("id");
        send(line);
        return reply(id);
    }

    /**
     * Waits up to 5 s for the answer to a request and takes it.
     *
     * @param id the id as a number or a string
     * @throws AssertionError if it does not come in time
     */
    public Map<String, Object> reply(@Nullable Object id) {
        return Json.object(await("the reply to " + id, line -> isReply(line, id), PATIENCE));
    }

    /** Waits up to 5 s for the next job, a notification or an EthProxy push, and takes it. */
    public Map<String, Object> job() {
        return Json.object(await("a job", StratumClient::isJob, PATIENCE));
    }

    /** Waits for a line that fits and takes it, as it was sent. */
    public String await(String what, Predicate<String> fits, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            while (true) {
                for (int i = 0; i < received.size(); i++) {
                    if (fits.test(received.get(i))) {
                        return received.remove(i);
                    }
                }
                if (ended || !waitUntil(end)) {
                    String why = ended ? "the connection ended" : "nothing in " + patience;
                    throw new AssertionError(why + " while waiting for " + what + "; received " + received);
                }
            }
        }
    }

    /** Waits up to 5 s for the pool to close the connection; returns whether it did. */
    public boolean awaitEnd() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lock) {
            boolean inTime = true;
            while (!ended && inTime) {
                inTime = waitUntil(end);
            }
            return ended;
        }
    }

    /** Returns the lines received and not taken, without waiting. */
    public List<String> pendingLines() {
        synchronized (lock) {
            return List.copyOf(received);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Waits for news once; callers look again in a loop. */
    @SuppressWarnings("WaitNotInLoop")
    private boolean waitUntil(long end) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            return false;
        }
        try {
            lock.wait(left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isReply(String line, @Nullable Object id) {
        Map<String, Object> message = message(line);
        return message.containsKey("id")
                && !message.containsKey("method")
                && String.valueOf(message.get("id")).equals(String.valueOf(id));
    }

    private static boolean isJob(String line) {
        Map<String, Object> message = message(line);
        boolean push = BigInteger.ZERO.equals(message.get("id")) && message.get("result") instanceof List;
        return push || "mining.notify".equals(message.get("method"));
    }

    private static Map<String, Object> message(String line) {
        try {
            return Json.object(line);
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("-- " + e.getMessage());
        } finally {
            synchronized (lock) {
                ended = true;
                lock.notifyAll();
            }
        }
    }

    private void add(String line) {
        synchronized (lock) {
            if (received.size() < KEPT) {
                received.add(line);
            }
            lock.notifyAll();
        }
    }
}
