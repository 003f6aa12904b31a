package io.potpool.ethash;

import io.potpool.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes shares on threads of its own, in batches: each thread takes what is queued of one epoch, up to what takes 25 ms
 * and 64 at most, and never waits for more. Many shares at once cost a fraction of what they cost one by one, and a share
 * alone waits for nobody. Usable without the rest of the pool:
 *
 * <pre>{@code
 * EthashEpoch epoch = EthashEpoch.of(23_000_000, 60_000);
 * try (EpochCaches caches = new EpochCaches();
 *         ShareVerifier verifier = ShareVerifier.builder(caches).engines(HashEngines.fastest()).build()) {
 *     LightCache cache = caches.get(epoch).toCompletableFuture().join(); // builds it, about 2 s
 *     verifier.start();
 *     verifier.isWarm(cache); // chooses and warms the engines, about a second, in the background
 *     CompletableFuture<PowHash> hash = new CompletableFuture<>();
 *     boolean queued = verifier.submit(new VerifierTask() {
 *         public EthashEpoch epoch() { return epoch; }
 *         public Hash256 header() { return header; }
 *         public Nonce nonce() { return nonce; }
 *         public void hashed(ShareBatch batch, int index) { hash.complete(batch.hash(index)); }
 *         public void dropped(Drop reason) { hash.cancel(false); }
 *     });
 *     if (queued && target.isMetBy(hash.join().result())) { ... }
 * }
 * }</pre>
 *
 * <p>Thread-safe; {@link #submit} never blocks. Nothing is allocated per share but what
 * its task allocates. All threads read the same light caches.
 */
public final class ShareVerifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShareVerifier.class);
    private static final int BACKLOG = 256;
    private static final long IDLE_MILLIS = 50;
    private static final long CLOSE_PATIENCE_MILLIS = 3000;

    private final List<Thread> threads = new ArrayList<>();
    private final EpochCaches caches;
    private final VerifierQueue queue;
    private final EngineWarmUp warmUp;
    private final Metrics metrics;
    private final LongAdder hashed;
    private volatile boolean closing;

    ShareVerifier(ShareVerifierBuilder parts) {
        caches = parts.caches;
        queue = new VerifierQueue(parts.bound, parts.bound, parts.doubtfulBound);
        warmUp = new EngineWarmUp(parts.threads);
        metrics = parts.metrics;
        hashed = metrics.counter("verifier.hashes");
        for (int i = 0; i < parts.threads; i++) {
            Worker worker = new Worker(parts.engines);
            Thread thread = new Thread(worker::run, "potpool-verifier-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        metrics.gauge("verifier.queued", queue::size);
        metrics.gauge("verifier.queuedDoubtful", () -> queue.size(VerifierTask.Urgency.DOUBTFUL));
        metrics.gauge("verifier.bound", () -> parts.bound);
        metrics.gauge("verifier.cacheBytes", caches::bytes);
    }

    /** Returns a builder of a verifier that reads {@code caches}, which stay the caller's to close. */
    public static ShareVerifierBuilder builder(EpochCaches caches) {
        return new ShareVerifierBuilder(caches);
    }

    /** Starts the threads. Called once. */
    public void start() {
        threads.forEach(Thread::start);
    }

    /**
     * Returns whether the engines are warm; if not, they are being warmed with {@code cache} when this returns. In a fresh
     * virtual machine the first shares would take seconds.
     */
    public boolean isWarm(LightCache cache) {
        return warmUp.isDone(cache);
    }

    /**
     * Queues a share.
     *
     * @return false if the queue of its urgency is full or the verifier is closed: then nothing more happens with it
     */
    public boolean submit(VerifierTask task) {
        boolean queued = queue.offer(task);
        if (!queued) {
            metrics.count("verifier.refused");
        }
        return queued;
    }

    /** Hashes what is queued, for some seconds at most, then stops the threads; what is left is dropped. */
    @Override
    public void close() {
        closing = true;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_PATIENCE_MILLIS);
        for (Thread thread : threads) {
            try {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
                thread.interrupt();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        List<VerifierTask> rest = new ArrayList<>();
        queue.close(rest);
        rest.forEach(task -> drop(task, VerifierTask.Drop.CLOSED));
    }

    private void drop(VerifierTask task, VerifierTask.Drop reason) {
        try {
            task.dropped(reason);
            metrics.count("verifier.dropped{" + reason + "}");
        } catch (RuntimeException | Error fault) {
            metrics.count("verifier.fault");
            LOG.error("a share could not be dropped", fault);
        }
    }

    /** One thread's engine, its batch, and what it has taken from the queue. */
    private final class Worker {

        private final HashEngine engine;
        private final ShareBatch batch = new ShareBatch();
        private final BatchLimit limit = new BatchLimit();
        private final List<VerifierTask> taken = new ArrayList<>(BatchLimit.MOST);
        /** How many of what was taken have heard, in their order. */
        private int delivered;

        private boolean warm;

        Worker(Supplier<HashEngine> engines) {
            engine = engines.get();
        }

        /** Nothing ends a thread but closing: an error that comes late, as some do, may come anywhere. */
        void run() {
            boolean running = true;
            while (running) {
                try {
                    running = step();
                } catch (InterruptedException stop) {
                    running = false;
                } catch (RuntimeException | Error fault) {
                    failed(fault);
                }
            }
        }

        private boolean step() throws InterruptedException {
            if (closing && queue.size() == 0) {
                return false;
            }
            warm = warm || warmUp.serve(engine);
            taken.clear();
            delivered = 0;
            queue.take(taken, limit.shares(), IDLE_MILLIS);
            if (queue.size() >= BACKLOG) {
                dropAbandoned();
            }
            if (!taken.isEmpty()) {
                hashTaken();
            }
            return true;
        }

        private void failed(Throwable fault) {
            try {
                metrics.count("verifier.fault");
                LOG.error("a batch of shares could not be hashed", fault);
                dropTaken(VerifierTask.Drop.FAULT);
                engine.failed(fault);
            } catch (RuntimeException | Error second) {
                LOG.error("what was left of a batch was lost", second);
            }
        }

        /** A task counts as having heard before it hears, so that no error can make it hear twice. */
        private void dropTaken(VerifierTask.Drop reason) {
            while (delivered < taken.size()) {
                drop(taken.get(delivered++), reason);
            }
        }

        /** Under a backlog: hashing what nobody awaits would make the next ones late too. */
        private void dropAbandoned() {
            for (int i = taken.size() - 1; i >= 0; i--) {
                VerifierTask task = taken.get(i);
                if (task.urgency() != VerifierTask.Urgency.BLOCK && !task.isAwaited()) {
                    taken.remove(i);
                    drop(task, VerifierTask.Drop.ABANDONED);
                }
            }
        }

        private void hashTaken() {
            EthashEpoch epoch = taken.get(0).epoch();
            LightCache cache = caches.ifReady(epoch).orElse(null);
            if (cache == null) {
                caches.prepare(epoch);
                dropTaken(VerifierTask.Drop.CACHE_MISSING);
                return;
            }
            batch.clear();
            for (VerifierTask task : taken) {
                batch.add(task.header(), task.nonce());
            }
            long before = System.nanoTime();
            engine.hash(cache, batch);
            limit.took(batch.size(), System.nanoTime() - before);
            hashed.add(batch.size());
            while (delivered < taken.size()) {
                int index = delivered++;
                deliver(taken.get(index), index);
            }
        }

        private void deliver(VerifierTask task, int index) {
            try {
                task.hashed(batch, index);
            } catch (RuntimeException | Error fault) {
                metrics.count("verifier.fault");
                LOG.error("the hash of a share of header {} was not taken", task.header(), fault);
            }
        }
    }
}
