package io.potpool.testkit.miner;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A miner that speaks a protocol over TCP, really hashes and submits what it finds, on two threads of its own.
 * Thread-safe.
 */
public final class SimulatedMiner implements AutoCloseable {

    private final MinerSettings settings;
    private final Counters counters = new Counters();
    private final Thread network;
    private final Thread hashing;
    private volatile @Nullable Link link;
    private volatile boolean closed;

    SimulatedMiner(MinerSettings settings) {
        this.settings = settings;
        network = thread(this::connect, "sim-miner-net");
        hashing = thread(this::mine, "sim-miner-hash");
    }

    /** Returns a builder for a miner of the pool at {@code host:port}. */
    public static SimulatedMinerBuilder builder(String host, int port) {
        return new SimulatedMinerBuilder(host, port);
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        network.start();
        hashing.start();
    }

    /** Returns the counts so far. */
    public MinerStats stats() {
        return counters.stats();
    }

    /** Closes the connection; a new one is made after the usual pause. */
    public void disconnect() {
        Link current = link;
        if (current != null) {
            current.close();
        }
    }

    /** Stops mining and closes the connection; may be called twice. */
    @Override
    public void close() {
        closed = true;
        disconnect();
        network.interrupt();
        hashing.interrupt();
    }

    private void connect() {
        while (!closed) {
            try (Link fresh = new Link(settings, counters)) {
                link = fresh;
                fresh.run();
            } catch (IOException e) {
                counters.lostConnection();
            }
            link = null;
            if (!closed) {
                LockSupport.parkNanos(settings.reconnectDelay().toNanos());
            }
        }
    }

    private void mine() {
        Throttle throttle = new Throttle(settings.hashesPerSecond());
        long counter = settings.firstNonce();
        while (!closed) {
            Link current = link;
            Job job = current == null ? null : current.job();
            if (current == null || job == null) {
                LockSupport.parkNanos(1_000_000);
                continue;
            }
            throttle.beforeHash();
            current.tryNonce(job, job.nonce(counter++));
        }
    }
}
