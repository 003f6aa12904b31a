package io.potpool.spool;

import io.potpool.metrics.Metrics;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replays spooled batches into the store, one after the other, each until the store has told its fate. */
final class Drainer {

    private static final Logger LOG = LoggerFactory.getLogger(Drainer.class);
    private static final long PATIENCE_MILLIS = 5000;
    private static final long FIRST_RETRY_MILLIS = 20;
    private static final long LAST_RETRY_MILLIS = 1000;
    private static final long CLOSE_PATIENCE_MILLIS = 5000;
    private static final long LOG_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final SegmentQueue queue;
    private final Numbering numbering;
    private final ShareStore store;
    private final Metrics metrics;
    private final SpoolLog log;
    private final Thread thread = new Thread(this::run, "potpool-spool");
    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile boolean working;
    private volatile boolean failing;
    private volatile long lastCommitNanos = TimeUnit.MILLISECONDS.toNanos(10);
    private long loggedNanos = System.nanoTime() - LOG_EVERY_NANOS;
    private Numbering.@Nullable Place setAside;

    Drainer(SegmentQueue queue, Numbering numbering, ShareStore store, Metrics metrics, SpoolLog log) {
        this.queue = queue;
        this.numbering = numbering;
        this.store = store;
        this.metrics = metrics;
        this.log = log;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Returns whether the store has confirmed the last batch that it was sent, and there are more. */
    boolean working() {
        return working;
    }

    /** Returns how long the store took for the last batch. */
    Duration lastCommit() {
        return Duration.ofNanos(lastCommitNanos);
    }

    private void run() {
        long retryMillis = FIRST_RETRY_MILLIS;
        while (!stopped && !(closing && (queue.isEmpty() || failing))) {
            try {
                log.look();
                Optional<SegmentQueue.First> first = queue.first(100);
                if (first.isPresent()) {
                    replay(first.get());
                    working = !queue.isEmpty();
                    failing = false;
                    if (queue.isEmpty()) {
                        log.emptied();
                    }
                }
                retryMillis = FIRST_RETRY_MILLIS;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | ExecutionException | TimeoutException | RuntimeException | Error failure) {
                working = false;
                failing = true;
                tell(failure);
                pause(retryMillis);
                retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
            }
        }
    }

    private void replay(SegmentQueue.First first)
            throws InterruptedException, ExecutionException, TimeoutException, IOException {
        CreditBatch own;
        try {
            own = first.batch();
        } catch (IOException unreadable) {
            setAside(first, unreadable);
            return;
        }
        CreditBatch batch = numbering.of(own);
        long begun = System.nanoTime();
        try {
            List<ShareFate> fates =
                    store.commit(batch).toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (fates.size() != batch.shares().size()) {
                throw new IllegalStateException(
                        fates.size() + " fates of " + batch.shares().size() + " shares");
            }
            lastCommitNanos = System.nanoTime() - begun;
            queue.confirmed(first);
            count(fates);
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof SequenceGapException)) {
                throw failure;
            }
            metrics.count("journal.gaps");
            LOG.error(
                    "the store has lost batches that it had confirmed, as its audit will tell; what is spooled goes on in"
                            + " a new journal",
                    failure.getCause());
            numbering.begin(own);
        }
    }

    /**
     * A batch that is as it was written and cannot be read all the same: those behind it must not wait for a program that can,
     * and no share may be lost unseen. So it is kept in a file of its own, and the store is told that it is missing.
     */
    private void setAside(SegmentQueue.First first, IOException why)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Numbering.Place place =
                numbering.of(first.segment().journal(), first.record().sequence());
        if (!place.equals(setAside)) {
            Path kept = queue.keepApart(first, place);
            setAside = place;
            metrics.count("spool.unreadable");
            LOG.error(
                    "batch {} of journal {} cannot be read: its shares, which were answered true, are not credited. It is"
                            + " kept in {}, and the store's audit names it as missing; see \"when the store is away\" in"
                            + " docs/operating",
                    place.sequence(),
                    place.journal(),
                    kept,
                    why);
        }
        store.missing(place.journal(), place.sequence())
                .toCompletableFuture()
                .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        queue.confirmed(first);
    }

    private void count(List<ShareFate> fates) {
        log.replayed(fates.size());
        metrics.counter("spool.replayed").add(fates.size());
        long late =
                fates.stream().filter(fate -> fate == ShareFate.LATE_DUPLICATE).count();
        if (late > 0) {
            metrics.counter("spool.lateDuplicates").add(late);
        }
    }

    private void tell(Throwable failure) {
        boolean own = failure instanceof IOException;
        metrics.count(own ? "spool.fault" : "journal.retries");
        if (System.nanoTime() - loggedNanos >= LOG_EVERY_NANOS) {
            loggedNanos = System.nanoTime();
            LOG.error(
                    "{} spooled batches wait: {}",
                    queue.records(),
                    own ? "the spool cannot be read" : "the store has not taken the first",
                    failure);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Goes on for some seconds while the store takes what there is, then stops. */
    void close() {
        closing = true;
        try {
            if (!queue.isEmpty()) {
                thread.join(CLOSE_PATIENCE_MILLIS);
            }
            stopped = true;
            thread.interrupt();
            thread.join(CLOSE_PATIENCE_MILLIS);
        } catch (InterruptedException interrupted) {
            stopped = true;
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
