package io.potpool.testkit.miner;

import io.potpool.domain.Nonce;
import io.potpool.ethash.PowHash;
import io.potpool.testkit.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One connection of a miner: one thread reads, another hashes and submits. */
final class Link implements AutoCloseable {

    private static final long FIRST_SUBMIT_ID = 40;

    private final MinerSettings settings;
    private final Counters counters;
    private final Dialect dialect;
    private final Socket socket;
    private final OutputStream out;
    private final AtomicLong nextId = new AtomicLong(FIRST_SUBMIT_ID);
    private volatile @Nullable Job job;

    Link(MinerSettings settings, Counters counters) throws IOException {
        this.settings = settings;
        this.counters = counters;
        dialect = settings.dialect();
        socket = new Socket(settings.host(), settings.port());
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
    }

    @Nullable Job job() {
        return job;
    }

    /** Reads until the connection ends. */
    void run() throws IOException {
        for (String line : dialect.hello()) {
            send(line);
        }
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                receive(line);
            }
        } finally {
            job = null;
        }
    }

    private void receive(String line) throws IOException {
        Map<String, Object> message;
        try {
            message = Json.object(line);
        } catch (IllegalArgumentException e) {
            throw new IOException("the pool sent no JSON object", e);
        }
        if (message.get("id") instanceof BigInteger id && id.compareTo(BigInteger.valueOf(FIRST_SUBMIT_ID)) >= 0) {
            counters.answer(message);
            return;
        }
        Dialect.Event event = dialect.message(message);
        for (String answer : event.answers()) {
            send(answer);
        }
        if (event.loggedIn()) {
            counters.login();
        }
        if (event.job() != null) {
            counters.job();
            job = event.job();
        }
    }

    /** Hashes one nonce and submits it if it meets the job's target. */
    void tryNonce(Job work, long value) {
        Nonce nonce = new Nonce(value);
        PowHash hash = settings.hasher().hash(work.epoch(), work.header(), nonce);
        counters.hash();
        if (!work.target().isMetBy(hash.result()) || !work.equals(job)) {
            return;
        }
        try {
            send(dialect.submit(nextId.getAndIncrement(), work, nonce, hash));
            counters.submitted();
        } catch (IOException e) {
            close();
        }
    }

    private void send(String line) throws IOException {
        synchronized (out) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            job = null;
        }
    }
}
