package io.potpool.sqlite;

import io.potpool.spi.ConflictingHistoryException;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.HistoryStore;
import io.potpool.spi.StoreException;
import io.potpool.store.Lane;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What happened, for people and statistics. */
final class SqliteHistory implements HistoryStore {

    private final Writer writer;
    private final Database database;

    SqliteHistory(Writer writer, Database database) {
        this.writer = writer;
        this.database = database;
    }

    @Override
    public CompletionStage<Integer> add(List<HistoryRecord> records) {
        List<HistoryRecord> all = List.copyOf(records);
        if (all.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(all.size() + " records at once; at most " + MOST_AT_ONCE);
        }
        return writer.submit(Lane.SHARES, Math.max(1, all.size()), (session, answer) -> {
            Optional<ConflictingHistoryException> conflict = session.history().conflict(all);
            if (conflict.isPresent()) {
                return () -> answer.completeExceptionally(conflict.get());
            }
            int fresh = session.history().add(all);
            return () -> answer.complete(fresh);
        });
    }

    @Override
    public void each(Consumer<HistoryRecord> consumer) {
        each(database, consumer);
    }

    static void each(Database database, Consumer<HistoryRecord> consumer) {
        try (Connection connection = database.reader()) {
            HistoryTable.each(connection, consumer);
        } catch (SQLException | IllegalArgumentException failure) {
            throw new StoreException("the history could not be read", failure);
        }
    }
}
