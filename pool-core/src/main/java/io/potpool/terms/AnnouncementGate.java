package io.potpool.terms;

import io.potpool.metrics.Metrics;
import io.potpool.spi.Agreement;
import io.potpool.spi.HeightStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.TermsStore;
import io.potpool.store.InWords;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the announcement of a height and the settling of terms apart, so that no record ever decides a height whose work
 * some miner already has, whichever instance sent it.
 *
 * <p>{@link #announce} records a height in the store and applies what the reply brings before it returns; a record that is not
 * in the reply begins above that height. Where the store does not answer in time the height is announced all the same; until
 * it answers, nonces that a pending record touches have no certain terms there ({@link NonceTerms#certain}).
 *
 * <p>Thread-safe.
 */
public final class AnnouncementGate {

    private static final Logger LOG = LoggerFactory.getLogger(AnnouncementGate.class);
    private static final long PATIENCE_MILLIS = 1000;

    private final TermsLog log;
    private final HeightStore heights;
    private final JournalId self;
    private final Metrics metrics;
    private final NavigableMap<Long, Runnable> awaited = new ConcurrentSkipListMap<>();
    private final AtomicBoolean recording = new AtomicBoolean();
    private volatile long announced;
    private volatile long own = -1;
    private volatile long recorded = -1;
    private volatile long best;
    private volatile boolean forgotten;
    private volatile LongConsumer beforeUnrecorded = height -> {};
    private volatile Runnable afterLoss = () -> {};
    private Instant heardAt = Instant.MIN;
    private long loss;

    /**
     * What this instance can confirm at one moment.
     *
     * @param known the last settled sequence it has applied
     * @param seen the highest sequence up to which it knows every record
     * @param own the highest height it has announced in this run
     * @param loss the loss of the store that this answers, or 0
     * @param records then the settled records it can give back
     */
    public record Told(long known, long seen, long own, long loss, List<TermsRecord> records) {}

    /**
     * Creates the gate of the instance {@code self} over {@code log}.
     *
     * @param announced the highest height announced until now by any instance, or -1
     */
    public AnnouncementGate(TermsLog log, HeightStore heights, JournalId self, long announced, Metrics metrics) {
        this.log = log;
        this.heights = heights;
        this.self = self;
        this.announced = announced;
        this.metrics = metrics;
        this.best = heights.reference();
        metrics.gauge("terms.pending", log::pending);
    }

    /** Sets what else is given back to a store that has lost writes; called on any thread, it must not block. */
    public void afterLoss(Runnable more) {
        afterLoss = more;
    }

    JournalId self() {
        return self;
    }

    /** Sets what is told of every height that is announced without the store, before it is. */
    public void beforeUnrecorded(LongConsumer told) {
        beforeUnrecorded = told;
    }

    /** Returns the highest height ever announced by any instance, as far as this one knows, or -1. */
    public long announced() {
        return announced;
    }

    /** Returns the highest height that this instance has announced in this run, or -1. */
    public long own() {
        return own;
    }

    /** Returns whether the store has recorded all that this instance has announced. */
    public boolean isRecorded() {
        return own <= recorded;
    }

    /** Returns the pool's shared height as the store last told it, or -1. */
    public long best() {
        return best;
    }

    /** Returns whether the store does not count this instance any more: nothing may be announced. */
    public boolean forgotten() {
        return forgotten;
    }

    /** The store has forgotten this instance. */
    public void forget() {
        forgotten = true;
    }

    /**
     * Records that work of {@code height} is announced from now on; all records that decide it are in force when this
     * returns. Blocks for a second at most, while the store does not answer.
     */
    public void announce(long height) {
        raise(height);
        try {
            record(height).toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interrupted);
        } catch (ExecutionException | TimeoutException slow) {
            metrics.count("jobs.announcedUnrecorded");
            LOG.error(
                    "the store did not record the height {} in time; it is announced all the same: {}",
                    height,
                    InWords.of(slow));
            beforeUnrecorded.accept(height);
        }
    }

    /** Records in the store what this instance knows to be announced: by an earlier run, or by this one without the store. */
    public CompletionStage<Agreement> recordAll() {
        return record(announced);
    }

    private synchronized void raise(long height) {
        announced = Math.max(announced, height);
        own = Math.max(own, height);
    }

    private CompletionStage<Agreement> record(long height) {
        return ask(height).thenApply(reply -> {
            synchronized (this) {
                recorded = Math.max(recorded, height);
            }
            heard(reply);
            return reply;
        });
    }

    private CompletionStage<Agreement> ask(long height) {
        try {
            return heights.announce(self, height, log.lastSequence());
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    /** Records, as soon as the store can, a height that was announced without it. Never blocks. */
    public void recordAgain() {
        if (!isRecorded() && recording.compareAndSet(false, true)) {
            record(own).whenComplete((done, failure) -> recording.set(false));
        }
    }

    /** Records that the operator accepts a chain of this height; the pool's shared height follows at once. */
    public CompletionStage<Void> accept(long height) {
        best = height;
        try {
            return heights.accept(height);
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    /** Returns what this instance can confirm now. */
    public synchronized Told told() {
        return new Told(log.lastSequence(), log.seen(), own, loss, loss == 0 ? List.of() : log.recent());
    }

    private void note(long lost) {
        if (lost > 0 && lost != loss) {
            metrics.count("terms.storeLost");
            LOG.error(
                    "the store has lost writes that it had confirmed; it gets back the settled changes of terms that this"
                            + " instance has read");
            log.storeHasLost();
            giveBack();
        } else if (lost == 0 && loss > 0) {
            LOG.warn("the store has again what this instance has read of the terms log");
        }
        loss = lost;
    }

    private void giveBack() {
        try {
            afterLoss.run();
        } catch (RuntimeException fault) {
            LOG.error("what headers mean could not be given back to the store", fault);
        }
    }

    /** Applies what the instances have agreed on. */
    public void heard(Agreement agreement) {
        synchronized (this) {
            note(agreement.loss().number());
            log.apply(agreement);
            announced = Math.max(announced, agreement.announced());
            recorded = Math.max(recorded, agreement.announced());
            if (!agreement.at().isBefore(heardAt)) {
                heardAt = agreement.at();
                best = agreement.best();
            }
        }
        var applied = awaited.headMap(log.lastSequence(), true);
        while (!applied.isEmpty()) {
            var first = applied.pollFirstEntry();
            if (first != null) {
                first.getValue().run();
            }
        }
    }

    /** Records a change; when the stage completes, the record is settled and in force in the log. */
    public CompletionStage<TermsRecord> append(TermsStore store, TermsChange change) {
        PendingTerms.Own begun = log.begin(change);
        CompletableFuture<TermsRecord> applied = new CompletableFuture<>();
        CompletionStage<TermsRecord> written;
        try {
            written = store.append(self, change, this::announced);
        } catch (RuntimeException fault) {
            written = CompletableFuture.failedFuture(fault);
        }
        written.whenComplete((entry, failure) -> {
            if (failure != null) {
                log.lost(begun);
                applied.completeExceptionally(failure);
                return;
            }
            Runnable end = () -> {
                log.over(begun);
                applied.complete(entry);
            };
            if (log.applyNext(entry)) {
                end.run();
            } else {
                await(entry, end);
            }
        });
        return applied;
    }

    /** Others' records come before it: they are asked for. */
    private void await(TermsRecord entry, Runnable end) {
        awaited.put(entry.sequence(), end);
        ask(-1).thenAccept(this::heard);
    }
}
