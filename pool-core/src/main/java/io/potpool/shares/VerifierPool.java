package io.potpool.shares;

import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.Ethash;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.HashEngine;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.PowHash;
import io.potpool.ethash.ShareBatch;
import io.potpool.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifier's threads: each takes what is queued, up to a batch, and never waits for more. The queue is bounded; a full
 * one is the sender's to hear about.
 */
final class VerifierPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VerifierPool.class);
    private static final int BOUND = 4096;
    private static final int BACKLOG = 256;
    private static final long IDLE_MILLIS = 50;
    private static final long CLOSE_PATIENCE_MILLIS = 3000;

    private final BlockingQueue<PendingShare> queue = new ArrayBlockingQueue<>(BOUND);
    private final List<Thread> threads = new ArrayList<>();
    private final EpochCaches caches;
    private final BiConsumer<PendingShare, PowHash> judge;
    private final AnswerClock answers;
    private final Metrics metrics;
    private final EngineWarmUp warmUp;
    private final LongAdder hashes;
    private volatile boolean closing;
    private volatile boolean stopped;

    VerifierPool(
            int threadCount,
            EpochCaches caches,
            Supplier<HashEngine> engines,
            AnswerClock answers,
            BiConsumer<PendingShare, PowHash> judge,
            Metrics metrics) {
        this.caches = caches;
        this.answers = answers;
        this.judge = judge;
        this.metrics = metrics;
        this.hashes = metrics.counter("verifier.hashes");
        this.warmUp = new EngineWarmUp(threadCount);
        for (int i = 0; i < threadCount; i++) {
            HashEngine engine = engines.get();
            Thread thread = new Thread(() -> run(engine), "potpool-verifier-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        metrics.gauge("verifier.queued", queue::size);
        metrics.gauge("verifier.bound", () -> BOUND);
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Returns whether the engines are warm; if not, they are being warmed with {@code cache} when this returns. */
    boolean isWarm(LightCache cache) {
        return warmUp.isDone(cache);
    }

    boolean offer(PendingShare share) {
        return queue.offer(share) && !(stopped && queue.remove(share));
    }

    private void run(HashEngine engine) {
        ShareBatch batch = new ShareBatch();
        List<PendingShare> taken = new ArrayList<>(ShareBatch.MAX);
        boolean warm = false;
        while (!(closing && queue.isEmpty())) {
            try {
                warm = warm || warmUp.serve(engine);
                PendingShare first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                taken.add(first);
                queue.drainTo(taken, ShareBatch.MAX - 1);
                dropAnswered(taken);
                while (!taken.isEmpty()) {
                    hashOneEpoch(taken, engine, batch);
                }
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException | Error fault) {
                metrics.count("verifier.fault");
                LOG.error("a batch of shares could not be verified", fault);
                taken.forEach(share -> share.dropped(new ShareOutcome.Overloaded()));
            } finally {
                taken.clear();
            }
        }
    }

    /**
     * Under a backlog, gives up what was answered without a fate: hashing it would make the next ones late too. What claims
     * to solve a block is hashed all the same.
     */
    private void dropAnswered(List<PendingShare> taken) {
        if (queue.size() < BACKLOG) {
            return;
        }
        taken.removeIf(share -> {
            boolean over = answers.isOver(share.readNanos) && !claimsBlock(share.submission);
            if (over) {
                share.dropped(new ShareOutcome.NotRecorded());
            }
            return over;
        });
    }

    private static boolean claimsBlock(Submission sent) {
        return sent.claimedMix()
                .filter(mix -> sent.job()
                        .networkTarget()
                        .isMetBy(Ethash.quickResult(sent.job().header(), sent.nonce(), mix)))
                .isPresent();
    }

    private void hashOneEpoch(List<PendingShare> taken, HashEngine engine, ShareBatch batch) {
        if (taken.isEmpty()) {
            return;
        }
        EthashEpoch epoch = taken.get(0).submission.job().epoch();
        List<PendingShare> same = new ArrayList<>(taken);
        same.removeIf(share -> !share.submission.job().epoch().equals(epoch));
        Optional<LightCache> cache = caches.ifReady(epoch);
        if (cache.isEmpty()) {
            caches.prepare(epoch);
            metrics.count("verifier.cacheMissing");
            taken.removeAll(same);
            same.forEach(share -> share.dropped(new ShareOutcome.Overloaded()));
            return;
        }
        batch.clear();
        for (PendingShare share : same) {
            batch.add(share.submission.job().header(), share.submission.nonce());
        }
        engine.hash(cache.get(), batch);
        hashes.add(same.size());
        taken.removeAll(same);
        for (int i = 0; i < same.size(); i++) {
            judgeSafely(same.get(i), batch.hash(i));
        }
    }

    private void judgeSafely(PendingShare share, PowHash hash) {
        try {
            judge.accept(share, hash);
        } catch (RuntimeException | Error fault) {
            metrics.count("verifier.fault");
            LOG.error(
                    "a share of job {} could not be judged",
                    share.submission.job().header(),
                    fault);
            share.dropped(new ShareOutcome.Overloaded());
        }
    }

    /** Verifies what is queued, for some seconds at most, then stops the threads; what is left is dropped. */
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
        stopped = true;
        List<PendingShare> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(share -> share.dropped(new ShareOutcome.NotReady()));
    }
}
