package io.potpool.spi;

import io.potpool.terms.TermsRecord;
import java.time.Instant;
import java.util.List;

/**
 * What the instances of the pool have agreed on, at one moment of the store.
 *
 * @param settled the settled records after the caller's known sequence, ascending, none left out
 * @param pending in the answer to a confirmation the records after {@link Confirmation#seen} that are not settled, ascending,
 *     none left out before the last of them, {@link #MOST_PENDING} at most; their first height is
 *     {@link Long#MAX_VALUE}. Empty in all other answers
 * @param lastSequence the highest sequence of the terms log, settled or not; 0 while it is empty
 * @param announced the highest height ever announced by any instance, or -1
 * @param best the pool's shared height, {@link HeightStore#reference()}, or -1
 * @param leastCommittable the least height of which any registered instance may still commit a share; with none registered
 *     {@link Long#MAX_VALUE}
 * @param gone the instances that were removed because they were silent or forgotten, the last 64, the latest last
 * @param at the store's own clock
 * @param loss what the store has found lost; in all answers to an instance until it has given it back
 */
public record Agreement(
        List<TermsRecord> settled,
        List<TermsRecord> pending,
        long lastSequence,
        long announced,
        long best,
        long leastCommittable,
        List<JournalId> gone,
        Instant at,
        StoreLoss loss) {

    /** How many removed instances are remembered. */
    public static final int MOST_GONE = 64;

    /** How many pending records one agreement tells at most. */
    public static final int MOST_PENDING = 1000;

    /** Creates the agreement of a store that has lost nothing. */
    public Agreement(
            List<TermsRecord> settled,
            List<TermsRecord> pending,
            long lastSequence,
            long announced,
            long best,
            long leastCommittable,
            List<JournalId> gone,
            Instant at) {
        this(settled, pending, lastSequence, announced, best, leastCommittable, gone, at, StoreLoss.NONE);
    }

    /** Copies the lists. */
    public Agreement {
        settled = List.copyOf(settled);
        pending = List.copyOf(pending);
        gone = List.copyOf(gone);
    }
}
