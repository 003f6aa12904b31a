package io.potpool.sqlite;

import io.potpool.spi.SolutionStore;
import io.potpool.spi.StoreException;
import io.potpool.store.Lane;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Block solutions and what became of them. */
final class SqliteSolutions implements SolutionStore {

    private final Writer writer;
    private final Database database;

    SqliteSolutions(Writer writer, Database database) {
        this.writer = writer;
        this.database = database;
    }

    @Override
    public CompletionStage<Void> record(Solution solution) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            session.solutions().add(solution);
            return () -> answer.complete(null);
        });
    }

    @Override
    public CompletionStage<Void> settle(Solution solution, SolutionFate fate) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            session.solutions().set(solution, fate);
            return () -> answer.complete(null);
        });
    }

    @Override
    public List<Solution> open(long lowestHeight) {
        List<Solution> open = new ArrayList<>();
        try (Connection connection = database.reader();
                PreparedStatement statement = connection.prepareStatement(
                        SolutionTable.SELECT + "WHERE height >= ? ORDER BY height, found_at")) {
            statement.setLong(1, lowestHeight);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (SolutionFate.valueOf(row.getString(SolutionTable.FATE)).isOpen()) {
                        open.add(SolutionTable.read(row));
                    }
                }
            }
        } catch (SQLException failure) {
            throw new StoreException("the stored solutions could not be read", failure);
        }
        return open;
    }
}
