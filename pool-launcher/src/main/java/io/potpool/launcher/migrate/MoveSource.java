package io.potpool.launcher.migrate;

import io.potpool.spi.HistoryRecord;
import io.potpool.spi.LedgerReader;
import io.potpool.sqlite.SqlitePreview;
import io.potpool.sqlite.SqliteStore;
import java.util.function.Consumer;

/**
 * What a move reads of an embedded store.
 *
 * @param id what the ids of the rows that it becomes begin with
 * @param history hands over the history
 * @param highest the highest height announced
 */
record MoveSource(String id, LedgerReader ledger, Consumer<Consumer<HistoryRecord>> history, long highest) {

    private static final String SOURCE = "import:sqlite:";

    static MoveSource of(SqliteStore store) {
        return new MoveSource(
                SOURCE + store.movedAs(),
                store.ledgerReader(),
                store.history()::each,
                store.heights().highestAnnounced());
    }

    /** A store without a name was never moved: no row can be of it, whatever it is called meanwhile. */
    static MoveSource of(SqlitePreview store) {
        return new MoveSource(
                SOURCE + store.movedAs().orElse("unnamed"),
                store.ledgerReader(),
                store::history,
                store.highestAnnounced());
    }
}
