package io.potpool.shares;

import io.potpool.metrics.Metrics;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareStore;
import io.potpool.spool.Numbering;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One batch on its way into the store: sent again under its number until the store has told its fates. */
final class StoreAttempts {

    private static final Logger LOG = LoggerFactory.getLogger(StoreAttempts.class);
    private static final long FIRST_RETRY_MILLIS = 20;
    private static final long LAST_RETRY_MILLIS = 1000;
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ShareStore store;
    private final Numbering numbering;
    private final CreditBatch batch;
    private final Metrics metrics;
    private @Nullable CompletableFuture<List<ShareFate>> underWay;
    private long sentNanos;
    private long retryMillis = FIRST_RETRY_MILLIS;

    StoreAttempts(ShareStore store, Numbering numbering, CreditBatch batch, Metrics metrics) {
        this.store = store;
        this.numbering = numbering;
        this.batch = batch;
        this.metrics = metrics;
    }

    /** Returns the fates, or empty if the store has not told them by {@code untilNanos}. */
    Optional<List<ShareFate>> await(long untilNanos) throws InterruptedException {
        while (true) {
            try {
                return Optional.of(attempt(untilNanos));
            } catch (TimeoutException unknown) {
                if (System.nanoTime() - sentNanos >= ANSWER_NANOS) {
                    metrics.count("journal.retries");
                    underWay = null;
                }
                if (untilNanos - System.nanoTime() <= 0) {
                    return Optional.empty();
                }
            } catch (ExecutionException | RuntimeException | Error failure) {
                underWay = null;
                failed(failure);
                long left = untilNanos - System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(retryMillis)));
                retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
                if (untilNanos - System.nanoTime() <= 0) {
                    return Optional.empty();
                }
            }
        }
    }

    private List<ShareFate> attempt(long untilNanos) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<List<ShareFate>> sent = underWay;
        if (sent == null) {
            sent = store.commit(numbering.of(batch)).toCompletableFuture();
            underWay = sent;
            sentNanos = System.nanoTime();
        }
        long now = System.nanoTime();
        long wait = Math.min(untilNanos - now, sentNanos + ANSWER_NANOS - now);
        List<ShareFate> fates = sent.get(Math.max(0, wait), TimeUnit.NANOSECONDS);
        if (fates.size() != batch.shares().size()) {
            throw new IllegalStateException(
                    fates.size() + " fates of " + batch.shares().size() + " shares");
        }
        return fates;
    }

    private void failed(Throwable failure) {
        metrics.count("journal.retries");
        if (retryMillis == FIRST_RETRY_MILLIS) {
            LOG.error(
                    "batch {} of {} shares not committed, trying again",
                    batch.sequence(),
                    batch.shares().size(),
                    failure);
        }
        if (failure.getCause() instanceof SequenceGapException gap) {
            metrics.count("journal.gaps");
            LOG.error(
                    "the store has lost confirmed batches: its mark is {}, the next batch was {}",
                    gap.mark(),
                    batch.sequence());
            try {
                numbering.begin(batch);
            } catch (IOException unwritten) {
                metrics.count("spool.fault");
                LOG.error("the new journal could not be recorded", unwritten);
            }
        }
    }
}
