package io.potpool.spi;

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
}
