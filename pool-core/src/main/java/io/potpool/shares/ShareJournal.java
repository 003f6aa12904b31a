package io.potpool.shares;

import io.potpool.metrics.Metrics;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: what has been judged while the last batch was being committed makes the next one, so that a lone share
 * waits for nobody and many share one transaction.
 *
 * <p>A batch whose fate is unknown is repeated under its number, for as long as it takes, before any later one.
 */
final class ShareJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShareJournal.class);
    private static final int BOUND = 8192;
    private static final int BATCH = 1024;
    private static final long FIRST_RETRY_MILLIS = 20;
    private static final long LAST_RETRY_MILLIS = 1000;
    private static final long CLOSE_PATIENCE_MILLIS = 10_000;

    private record Item(ShareCredit credit, PendingShare share) {}

    private final ShareStore store;
    private final Metrics metrics;
    private final BiConsumer<PendingShare, Boolean> done;
    private JournalId id;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(BOUND);
    private final Thread thread = new Thread(this::run, "potpool-journal");
    private long sequence;
    private volatile boolean closing;
    private volatile boolean abandoned;

    /**
     * Creates the journal.
     *
     * @param id the identity of this start of the pool
     * @param done takes each share whose fate the store has told, and whether it was credited
     */
    ShareJournal(JournalId id, ShareStore store, Metrics metrics, BiConsumer<PendingShare, Boolean> done) {
        this.id = id;
        this.store = store;
        this.metrics = metrics;
        this.done = done;
        metrics.gauge("journal.queued", queue::size);
        metrics.gauge("journal.bound", () -> BOUND);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Hands a judged share over; returns false if there is no room for it: the store has been away for too long. */
    boolean offer(ShareCredit credit, PendingShare share) {
        return !closing && queue.offer(new Item(credit, share));
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
                queue.drainTo(batch, BATCH - 1);
                commit(batch);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                batch.clear();
            }
        }
    }

    private void commit(List<Item> batch) throws InterruptedException {
        List<ShareCredit> credits = batch.stream().map(Item::credit).toList();
        CreditBatch numbered = new CreditBatch(id, ++sequence, credits);
        long retryMillis = FIRST_RETRY_MILLIS;
        while (!abandoned) {
            try {
                List<ShareFate> fates =
                        store.commit(numbered).toCompletableFuture().get();
                if (fates.size() != batch.size()) {
                    throw new IllegalStateException(fates.size() + " fates of " + batch.size() + " shares");
                }
                metrics.count("journal.batches");
                for (int i = 0; i < batch.size(); i++) {
                    tell(batch.get(i).share(), fates.get(i));
                }
                return;
            } catch (ExecutionException | RuntimeException | Error failure) {
                metrics.count("journal.retries");
                if (failure.getCause() instanceof SequenceGapException gap) {
                    numbered = inNewJournal(credits, gap);
                }
                if (retryMillis == FIRST_RETRY_MILLIS) {
                    LOG.error("batch {} of {} shares not committed, trying again", sequence, batch.size(), failure);
                }
                Thread.sleep(retryMillis);
                retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
            }
        }
    }

    /** The store has lost batches it had confirmed, which its audit will tell: what comes now begins a journal of its own. */
    private CreditBatch inNewJournal(List<ShareCredit> credits, SequenceGapException gap) {
        metrics.count("journal.gaps");
        LOG.error("the store has lost confirmed batches: its mark is {}, the next batch was {}", gap.mark(), sequence);
        id = JournalId.random();
        sequence = 1;
        return new CreditBatch(id, sequence, credits);
    }

    private void tell(PendingShare share, ShareFate fate) {
        try {
            done.accept(share, fate == ShareFate.CREDITED);
        } catch (RuntimeException | Error fault) {
            metrics.count("journal.fault");
            LOG.error("a committed share lost its answer", fault);
        }
    }

    /** Commits what was handed over, for some seconds at most. */
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
