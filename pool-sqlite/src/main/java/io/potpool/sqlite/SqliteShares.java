package io.potpool.sqlite;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import io.potpool.spi.ShareStore;
import io.potpool.spi.StoreException;
import io.potpool.store.Lane;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Shares and balances. */
final class SqliteShares implements ShareStore {

    private final Writer writer;
    private final Database database;

    SqliteShares(Writer writer, Database database) {
        this.writer = writer;
        this.database = database;
    }

    @Override
    public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
        return writer.submit(
                Lane.SHARES,
                batch.shares().size(),
                (session, answer) -> session.batches().commit(batch, answer));
    }

    @Override
    public CompletionStage<Void> admit(JournalId journal) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            session.absences().admit(journal);
            return () -> answer.complete(null);
        });
    }

    @Override
    public CompletionStage<Void> missing(JournalId journal, long sequence) {
        return writer.submit(
                Lane.SHARES, 0, (session, answer) -> session.batches().missing(journal, sequence, answer));
    }

    @Override
    public List<ShareKey> keysFrom(long lowestHeight) {
        List<ShareKey> keys = new ArrayList<>();
        try (Connection connection = database.reader();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT h.hash, s.nonce FROM job j JOIN header h ON h.id = j.header"
                                + " JOIN share s ON s.header = j.header AND s.job = j.id"
                                + " WHERE j.height >= ? AND s.copy = 0")) {
            statement.setLong(1, lowestHeight);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    keys.add(new ShareKey(Hash256.of(row.getBytes(1)), new Nonce(row.getLong(2))));
                }
            }
        } catch (SQLException failure) {
            throw new StoreException("the stored shares could not be read", failure);
        }
        return keys;
    }
}
