package io.potpool.sqlite;

import io.potpool.spi.JournalId;
import io.potpool.spi.TermsStore;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** The terms log. */
final class SqliteTerms implements TermsStore {

    /** Asks for the announced height once, also if the transaction has to be repeated. */
    private static final class Once implements LongSupplier {
        private final LongSupplier source;
        private boolean asked;
        private long value;

        Once(LongSupplier source) {
            this.source = source;
        }

        @Override
        public long getAsLong() {
            if (!asked) {
                value = source.getAsLong();
                asked = true;
            }
            return value;
        }
    }

    private final Writer writer;
    private final Database database;
    private final SqliteState state;
    private final InstantSource clock;

    SqliteTerms(Writer writer, Database database, SqliteState state, InstantSource clock) {
        this.state = state;
        this.writer = writer;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
        LongSupplier once = new Once(announced);
        return writer.submit(Lane.TERMS, 1, (session, answer) -> {
            long highest = Math.max(session.heights().get().announced(), once.getAsLong());
            TermsRecord entry = session.terms().add(by, highest + 1, clock.millis(), change);
            return () -> {
                state.committed(entry);
                answer.complete(entry);
            };
        });
    }

    @Override
    public List<TermsRecord> load(long lowestHeight) {
        DecidingRecords deciding = new DecidingRecords(lowestHeight);
        try (Connection connection = database.reader();
                PreparedStatement statement = connection.prepareStatement(TermsRows.SELECT + "ORDER BY sequence");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                deciding.add(TermsRows.read(row));
            }
        } catch (SQLException failure) {
            throw new StoreException("the stored terms could not be read", failure);
        }
        return deciding.list();
    }
}
