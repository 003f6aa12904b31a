package io.potpool.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;

/** One EthProxy session that keeps so many shares under way. */
final class LoadSession implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern HEADER = Pattern.compile("\"result\":\\[\"(0x[0-9a-f]{64})\"");
    private static final String NO_MIX = "0x" + "0".repeat(64);
    private static final long JOB_PATIENCE_SECONDS = 60;

    private final Socket socket;
    private final OutputStream out;
    private final Semaphore window;
    private final AtomicLong nonces;
    private final ConcurrentHistogram micros;
    private final LongAdder refused;
    private final Map<Long, Long> sent = new ConcurrentHashMap<>();
    private final CountDownLatch working = new CountDownLatch(1);
    private volatile String header = "";

    LoadSession(String host, int port, int window, AtomicLong nonces, ConcurrentHistogram micros, LongAdder refused)
            throws IOException {
        this.socket = new Socket(host, port);
        this.socket.setTcpNoDelay(true);
        this.out = socket.getOutputStream();
        this.window = new Semaphore(window);
        this.nonces = nonces;
        this.micros = micros;
        this.refused = refused;
        Thread reader = new Thread(this::read, "load-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Logs in and waits for work. */
    void login(String account) throws IOException, InterruptedException {
        write("{\"id\":0,\"method\":\"eth_submitLogin\",\"params\":[\"" + account + "\"]}");
        write("{\"id\":0,\"method\":\"eth_getWork\",\"params\":[]}");
        if (!working.await(JOB_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("no work within " + JOB_PATIENCE_SECONDS + " s");
        }
    }

    /** Sends a share, once one of the window is free. */
    void share() throws IOException, InterruptedException {
        window.acquire();
        long nonce = nonces.incrementAndGet();
        sent.put(nonce, System.nanoTime());
        write(String.format(
                "{\"id\":%d,\"method\":\"eth_submitWork\",\"params\":[\"0x%016x\",\"%s\",\"%s\"]}",
                nonce, nonce, header, NO_MIX));
    }

    /** Waits until all shares are answered. */
    void drain(int size) throws InterruptedException {
        window.acquire(size);
        window.release(size);
    }

    private void write(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = in.readLine();
            while (line != null) {
                take(line, System.nanoTime());
                line = in.readLine();
            }
        } catch (IOException closed) {
            window.release(Integer.MAX_VALUE / 2);
        }
    }

    private void take(String line, long now) {
        Matcher job = HEADER.matcher(line);
        if (job.find()) {
            header = job.group(1);
            working.countDown();
            return;
        }
        Matcher id = ID.matcher(line);
        Long since = id.find() ? sent.remove(Long.parseLong(id.group(1))) : null;
        if (since != null) {
            micros.recordValue((now - since) / 1000);
            if (!line.contains("\"result\":true")) {
                refused.increment();
            }
            window.release();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
