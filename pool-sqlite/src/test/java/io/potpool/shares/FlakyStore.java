package io.potpool.shares;

import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import io.potpool.spi.ShareStore;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A right store behind a line that fails, hangs and loses replies, as a seed has it. */
final class FlakyStore implements ShareStore {

    /** What becomes of a batch. */
    enum Fault {
        NONE,
        REFUSED,
        REPLY_LOST,
        REPLY_LATE,
        SILENCE,
        SILENCE_AFTER_EFFECT
    }

    private static final Fault[] ALL = Fault.values();
    private static final int LATE_MILLIS = 150;

    private final ShareStore right;
    private final Random random;
    private volatile boolean away;
    private int silences;

    FlakyStore(ShareStore right, long seed, int silences) {
        this.right = right;
        this.random = new Random(seed);
        this.silences = silences;
    }

    /** Begins or ends an outage. */
    void away(boolean now) {
        away = now;
    }

    private synchronized Fault next() {
        if (!away) {
            return Fault.NONE;
        }
        Fault fault = ALL[1 + random.nextInt(ALL.length - 1)];
        boolean silent = fault == Fault.SILENCE || fault == Fault.SILENCE_AFTER_EFFECT;
        if (silent && silences-- <= 0) {
            return Fault.REFUSED;
        }
        return fault;
    }

    @Override
    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        Fault fault = next();
        return switch (fault) {
            case NONE -> right.commit(batch);
            case REFUSED -> CompletableFuture.failedFuture(new IllegalStateException("planted: refused"));
            case REPLY_LOST ->
                right.commit(batch).thenApply(fates -> {
                    throw new IllegalStateException("planted: reply lost");
                });
            case REPLY_LATE ->
                right.commit(batch)
                        .thenApplyAsync(
                                fates -> fates, CompletableFuture.delayedExecutor(LATE_MILLIS, TimeUnit.MILLISECONDS));
            case SILENCE -> new CompletableFuture<>();
            case SILENCE_AFTER_EFFECT -> {
                right.commit(batch);
                yield new CompletableFuture<>();
            }
        };
    }

    @Override
    public CompletionStage<Void> missing(JournalId journal, long sequence) {
        return right.missing(journal, sequence);
    }

    @Override
    public List<ShareKey> keysFrom(long lowestHeight) {
        return right.keysFrom(lowestHeight);
    }
}
