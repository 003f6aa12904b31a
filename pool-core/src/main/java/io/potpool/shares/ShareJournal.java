package io.potpool.shares;

import io.potpool.metrics.Metrics;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareStore;
import io.potpool.spool.Numbering;
import io.potpool.spool.Spool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: what has been judged while the last batch was being committed makes the next one, so that a lone share
 * waits for nobody and many share one transaction.
 *
 * <p>A batch whose fate is unknown is repeated under its number, for as long as it takes, before any later one. With a
 * spool, a batch that the store has not confirmed {@link #STORE_PATIENCE} after its first share was read, or that has
 * others before it in the spool, goes there under its number, and its shares are answered.
 */
final class ShareJournal implements AutoCloseable {

    static final Duration STORE_PATIENCE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ShareJournal.class);
    private static final int BOUND = 8192;
    private static final int BATCH = 1024;
    /** What a store gets at least, however long its shares have been verified. */
    private static final long LEAST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long SPOOL_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CLOSE_PATIENCE_MILLIS = 10_000;

    private record Item(ShareCredit credit, PendingShare share) {}

    private final ShareStore store;
    private final JournalId id;
    private final Optional<Spool> spool;
    private final Numbering numbering;
    private final Duration patience;
    private final Metrics metrics;
    private final BiConsumer<PendingShare, Boolean> done;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(BOUND);
    private final Thread thread = new Thread(this::run, "potpool-journal");
    /** How many shares of each height have been handed over and are neither stored nor spooled. */
    private final ConcurrentSkipListMap<Long, Integer> unrecorded = new ConcurrentSkipListMap<>();

    private long sequence;
    private volatile boolean closing;
    private volatile boolean abandoned;

    /**
     * Creates the journal.
     *
     * @param id the identity of this start of the pool
     * @param done takes each share that is durable, and whether it is credited
     */
    ShareJournal(
            JournalId id,
            ShareStore store,
            Optional<Spool> spool,
            Metrics metrics,
            BiConsumer<PendingShare, Boolean> done) {
        this(id, store, spool, STORE_PATIENCE, metrics, done);
    }

    ShareJournal(
            JournalId id,
            ShareStore store,
            Optional<Spool> spool,
            Duration patience,
            Metrics metrics,
            BiConsumer<PendingShare, Boolean> done) {
        this.patience = patience;
        this.store = store;
        this.id = id;
        this.spool = spool;
        this.numbering = spool.map(Spool::numbering).orElseGet(Numbering::new);
        this.metrics = metrics;
        this.done = done;
        metrics.gauge("journal.queued", queue::size);
        metrics.gauge("journal.bound", () -> BOUND);
        thread.setDaemon(true);
    }

    /** Begins to commit, and to replay what is spooled. */
    void start() {
        spool.ifPresent(begun -> begun.start(store));
        thread.start();
    }

    /** Hands a judged share over; returns false if there is no room for it: the store has been away for too long. */
    boolean offer(ShareCredit credit, PendingShare share) {
        if (closing || spool.map(Spool::refuses).orElse(false)) {
            return false;
        }
        unrecorded.merge(credit.facts().height(), 1, Integer::sum);
        boolean taken = queue.offer(new Item(credit, share));
        if (!taken) {
            recorded(credit);
        }
        return taken;
    }

    private void recorded(ShareCredit credit) {
        unrecorded.computeIfPresent(credit.facts().height(), (height, count) -> count > 1 ? count - 1 : null);
    }

    /** Returns the lowest height of the shares that are neither stored nor spooled; {@link Long#MAX_VALUE} if there are none. */
    long lowestUnrecorded() {
        var lowest = unrecorded.firstEntry();
        return lowest == null ? Long.MAX_VALUE : lowest.getKey();
    }

    private void run() {
        List<Item> batch = new ArrayList<>();
        while (!abandoned && !(closing && queue.isEmpty())) {
            try {
                Item first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                gather(batch);
                record(batch);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                batch.clear();
            }
        }
    }

    /** A batch that waits in the spool for the one before it may as well grow: the store must gain on the spool. */
    private void gather(List<Item> batch) throws InterruptedException {
        queue.drainTo(batch, BATCH - 1);
        if (isBehindOthers()) {
            long end = System.nanoTime() + spool.orElseThrow().linger().toNanos();
            Item next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            while (next != null) {
                batch.add(next);
                queue.drainTo(batch, BATCH - batch.size());
                boolean full = batch.size() >= BATCH;
                next = full ? null : queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private boolean isBehindOthers() {
        return spool.isPresent() && !spool.get().isEmpty();
    }

    private void record(List<Item> batch) throws InterruptedException {
        List<ShareCredit> credits = batch.stream().map(Item::credit).toList();
        CreditBatch numbered = new CreditBatch(id, ++sequence, credits);
        StoreAttempts attempts = new StoreAttempts(store, numbering, numbered, metrics);
        long until = patience(batch);
        while (!abandoned) {
            if (!isBehindOthers()) {
                Optional<List<ShareFate>> fates = attempts.await(until);
                if (fates.isPresent()) {
                    metrics.count("journal.batches");
                    spool.ifPresent(Spool::notNeeded);
                    tell(batch, fates.get());
                    return;
                }
            }
            if (spool.isPresent() && spool.get().append(numbered)) {
                batch.forEach(item -> tell(item, true));
                return;
            }
            if (isBehindOthers()) {
                TimeUnit.NANOSECONDS.sleep(SPOOL_RETRY_NANOS);
            }
            until = System.nanoTime() + SPOOL_RETRY_NANOS;
        }
    }

    /** Returns until when the store has the batch for itself. */
    private long patience(List<Item> batch) {
        long now = System.nanoTime();
        long until = Long.MAX_VALUE;
        for (Item item : batch) {
            until = Math.min(until, item.share().readNanos - now + patience.toNanos());
        }
        return now + (spool.isEmpty() ? TimeUnit.DAYS.toNanos(1) : Math.max(until, LEAST_PATIENCE_NANOS));
    }

    private void tell(List<Item> batch, List<ShareFate> fates) {
        for (int i = 0; i < batch.size(); i++) {
            tell(batch.get(i), fates.get(i) == ShareFate.CREDITED);
        }
    }

    private void tell(Item item, boolean credited) {
        recorded(item.credit());
        try {
            done.accept(item.share(), credited);
        } catch (RuntimeException | Error fault) {
            metrics.count("journal.fault");
            LOG.error("a committed share lost its answer", fault);
        }
    }

    /** Records what was handed over, for some seconds at most; the spool is closed by who has opened it. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_PATIENCE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        abandoned = true;
        thread.interrupt();
    }
}
