package io.potpool.stratum;

import io.potpool.shares.ShareOutcome;
import io.potpool.spi.Visit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A share whose outcome is awaited; it is answered once, on the session's event loop. */
final class PendingShare implements BiConsumer<@Nullable ShareOutcome, @Nullable Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(PendingShare.class);

    private final Shard shard;
    private final Miner miner;
    private final Visit visit;
    private final String id;
    private final long deadlineNanos;
    private boolean answered;

    PendingShare(Shard shard, Miner miner, String id, long deadlineNanos) {
        this.shard = shard;
        this.miner = miner;
        this.visit = miner.connection().visit();
        this.id = id;
        this.deadlineNanos = deadlineNanos;
    }

    /** Takes the outcome, on any thread. */
    @Override
    public void accept(@Nullable ShareOutcome outcome, @Nullable Throwable fault) {
        if (outcome == null) {
            shard.metrics.faults.increment();
            LOG.warn("a share was not judged, its fate is unknown", fault);
            shard.completed(this, Refusal.NOT_RECORDED, false);
            visit.judged(new ShareOutcome.NotRecorded());
        } else {
            shard.completed(this, Refusal.of(outcome), outcome.accepted());
            visit.judged(outcome);
        }
    }

    boolean isAnswered() {
        return answered;
    }

    boolean isDue(long now) {
        return now - deadlineNanos >= 0;
    }

    Connection connection() {
        return miner.connection();
    }

    /** Answers, unless that was done before; returns whether it did. */
    boolean answer(Refusal why, boolean accepted) {
        if (answered) {
            return false;
        }
        answered = true;
        miner.shareAnswered(id, why, accepted);
        return true;
    }
}
