package io.potpool.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Keeps what happened, for people and statistics: payments, blocks and shifts of a pool that was imported. Nothing in it
 * is money: balances are the ledger's. Records are added and never changed.
 */
public interface HistoryStore {

    /** How many records may be added at once. */
    int MOST_AT_ONCE = 500;

    /**
     * Adds records in one transaction; one that is there already changes nothing. Completes with how many are new.
     *
     * <p>Fails with {@link ConflictingHistoryException}, and adds none, if another content was added under an id.
     *
     * @param records at most {@link #MOST_AT_ONCE}
     */
    CompletionStage<Integer> add(List<HistoryRecord> records);

    /** Hands over every record, in the order in which they were added. Blocks for as long as that takes. */
    void each(Consumer<HistoryRecord> consumer);
}
