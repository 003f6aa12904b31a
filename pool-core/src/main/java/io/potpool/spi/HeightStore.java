package io.potpool.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps which heights the pool has announced to miners. */
public interface HeightStore {

    /** Returns the highest height ever announced by any instance, or -1; it never falls. */
    long highestAnnounced();

    /**
     * Returns the height that falls of the chain and the lag of shares are measured from, the pool's best, or -1: the
     * highest since the last {@link #accept}, without that of an instance which alone is more than 7 above all other
     * registered ones that have announced a height.
     */
    long reference();

    /**
     * Records that the operator accepts a chain of this height: the reference is set to it, up or down, and follows the
     * heights announced after.
     */
    CompletionStage<Void> accept(long height);

    /**
     * Records that {@code by} is about to announce {@code height}; raises the heights where they are lower.
     *
     * <p>The reply brings all records settled after {@code known}; they are to be in force before the first job of that
     * height is sent. A negative height announces nothing and only asks.
     *
     * @param known the last settled sequence that the caller has applied
     */
    CompletionStage<Agreement> announce(JournalId by, long height, long known);

    /**
     * Fixes what a header means; completes with what holds for it: what was fixed first, by whichever instance. Kept for
     * as long as shares of the header may count.
     */
    CompletionStage<FixedJob> fix(FixedJob job);

    /**
     * Returns the height up to which shares are another store's whose ledger was imported, or -1: no work of it, nor of one
     * below, is given to miners. Read when a pool starts.
     */
    default long floor() {
        return -1;
    }

    /**
     * Raises the floor, and with it the highest announced height and the reference, to where another store has come; lower
     * ones change nothing. Only while no instance runs.
     */
    default CompletionStage<Void> raiseFloor(long height) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("this store has no floor of heights, which an import needs"));
    }
}
