package io.potpool.ethash;

import io.potpool.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes shares on threads of its own, in batches: each thread takes what is queued, up to what takes 25 ms and 64 at
 * most, and never waits for more. Many shares at once cost a fraction of what they cost one by one, and a share alone waits
 * for nobody. Usable without the rest of the pool:
 *
 * <pre>{@code
 * EthashEpoch epoch = EthashEpoch.of(23_000_000, 60_000);
 * try (EpochCaches caches = new EpochCaches();
 *         ShareVerifier verifier = ShareVerifier.builder(caches).build()) {
 *     caches.get(epoch).toCompletableFuture().join(); // builds the cache, about 2 s
 *     verifier.start();
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
 * <p>Thread-safe; {@link #submit} never blocks. Nothing is allocated per share. All threads read the same light caches.
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
        for (Thread thread : threads) {
            try {
                thread.join(CLOSE_PATIENCE_MILLIS);
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
        metrics.count("verifier.dropped{" + reason + "}");
        try {
            task.dropped(reason);
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
        private final List<VerifierTask> group = new ArrayList<>(BatchLimit.MOST);
        private boolean warm;

        Worker(Supplier<HashEngine> engines) {
            engine = engines.get();
        }

        void run() {
            while (!(closing && queue.size() == 0)) {
                try {
                    warm = warm || warmUp.serve(engine);
                    queue.take(taken, limit.shares(), IDLE_MILLIS);
                    dropAbandoned();
                    while (!taken.isEmpty()) {
                        hashOneEpoch();
                    }
                } catch (InterruptedException stop) {
                    return;
                } catch (RuntimeException | Error fault) {
                    metrics.count("verifier.fault");
                    LOG.error("a batch of shares could not be hashed", fault);
                    group.forEach(task -> drop(task, VerifierTask.Drop.FAULT));
                    taken.forEach(task -> drop(task, VerifierTask.Drop.FAULT));
                    taken.clear();
                }
                group.clear();
            }
        }

        /** Under a backlog: hashing what nobody awaits would make the next ones late too. */
        private void dropAbandoned() {
            if (queue.size() < BACKLOG) {
                return;
            }
            taken.removeIf(task -> {
                boolean abandoned = task.urgency() != VerifierTask.Urgency.BLOCK && !task.isAwaited();
                if (abandoned) {
                    drop(task, VerifierTask.Drop.ABANDONED);
                }
                return abandoned;
            });
        }

        private void hashOneEpoch() {
            EthashEpoch epoch = taken.get(0).epoch();
            group.clear();
            batch.clear();
            int kept = 0;
            for (int i = 0; i < taken.size(); i++) {
                VerifierTask task = taken.get(i);
                if (task.epoch().equals(epoch)) {
                    group.add(task);
                    batch.add(task.header(), task.nonce());
                } else {
                    taken.set(kept++, task);
                }
            }
            taken.subList(kept, taken.size()).clear();
            LightCache cache = caches.ifReady(epoch).orElse(null);
            if (cache == null) {
                caches.prepare(epoch);
                group.forEach(task -> drop(task, VerifierTask.Drop.CACHE_MISSING));
                group.clear();
                return;
            }
            long before = System.nanoTime();
            engine.hash(cache, batch);
            limit.took(group.size(), System.nanoTime() - before);
            hashed.add(group.size());
            deliver();
        }

        private void deliver() {
            for (int i = 0; i < group.size(); i++) {
                try {
                    group.get(i).hashed(batch, i);
                } catch (RuntimeException | Error fault) {
                    metrics.count("verifier.fault");
                    LOG.error(
                            "a share of header {} could not be judged",
                            group.get(i).header(),
                            fault);
                    drop(group.get(i), VerifierTask.Drop.FAULT);
                }
            }
            group.clear();
        }
    }
}
