package io.potpool.sqlite;

import io.potpool.spi.ConflictingPostingException;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.Posting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Postings, and the balances with them. */
final class SqliteLedger implements LedgerStore {

    private final Writer writer;
    private final Database database;

    SqliteLedger(Writer writer, Database database) {
        this.writer = writer;
        this.database = database;
    }

    @Override
    public CompletionStage<Boolean> post(Posting posting) {
        return writer.submit(Lane.SHARES, posting.entries().size(), (session, answer) -> {
            Optional<ConflictingPostingException> conflict = session.postings().conflict(posting);
            if (conflict.isPresent()) {
                return () -> answer.completeExceptionally(conflict.get());
            }
            boolean fresh = session.postings().post(posting);
            return () -> answer.complete(fresh);
        });
    }

    @Override
    public void each(Consumer<Posting> consumer) {
        try (Connection connection = database.reader()) {
            PostingTable.each(connection, consumer);
        } catch (SQLException | IllegalArgumentException failure) {
            throw new StoreException("the postings could not be read", failure);
        }
    }
}
