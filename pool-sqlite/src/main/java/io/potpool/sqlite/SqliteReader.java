package io.potpool.sqlite;

import io.potpool.audit.ShareRow;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.spi.LedgerReader;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.StoreException;
import io.potpool.work.SolutionFate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the ledger of a store line by line within one read transaction, also while a pool runs on it. Never writes. Memory
 * grows with the number of logins of one hour, not of shares.
 */
public final class SqliteReader implements LedgerReader {

    private final Database database;

    private SqliteReader(Database database) {
        this.database = database;
    }

    static SqliteReader of(Database database) {
        return new SqliteReader(database);
    }

    /**
     * Returns the reader of a data directory; nothing stays open between reads.
     *
     * @throws StoreException if there is no store in it
     */
    public static SqliteReader open(Path dataDirectory) {
        Database database = new Database(dataDirectory);
        if (!database.exists()) {
            throw new StoreException("there is no store in " + dataDirectory + ": no pool has run there yet");
        }
        return of(database);
    }

    /** @throws StoreException if the store cannot be read, or is of another schema version than this program's */
    @Override
    public void read(boolean singleShares, LedgerVisitor visitor) {
        try (Connection connection = database.reader()) {
            Database.execute(connection, "BEGIN");
            Migrations.requireNewest(connection);
            new HourLines(connection).each(visitor);
            if (singleShares) {
                shares(connection, visitor);
            }
            PostingTable.each(connection, visitor::posting);
            balances(connection, visitor);
            solutions(connection, visitor);
        } catch (SQLException | IllegalArgumentException failure) {
            throw new StoreException("the ledger cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static void shares(Connection connection, LedgerVisitor visitor) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ShareRows.SELECT + "ORDER BY s.id")) {
            while (row.next()) {
                ShareRow share = ShareRows.read(row);
                visitor.share(new LedgerVisitor.ShareLine(
                        share.facts(),
                        share.terms(),
                        share.address(),
                        share.worker(),
                        Instant.ofEpochMilli(share.atMillis()),
                        new Wei(share.wei()),
                        share.late()));
            }
        }
    }

    private static void balances(Connection connection, LedgerVisitor visitor) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT name, credited, balance, shares FROM account ORDER BY name")) {
            while (row.next()) {
                visitor.balance(new LedgerVisitor.BalanceLine(
                        new Account(row.getString(1)),
                        new Wei(Columns.wei(row, 2)),
                        new Wei(Columns.wei(row, 3)),
                        row.getLong(4)));
            }
        }
    }

    private static void solutions(Connection connection, LedgerVisitor visitor) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SolutionTable.SELECT + "ORDER BY height, found_at")) {
            while (row.next()) {
                visitor.solution(SolutionTable.read(row), SolutionFate.valueOf(row.getString(SolutionTable.FATE)));
            }
        }
    }

    /** Returns where the store's content has moved to, if it has. */
    public Optional<String> movedTo() {
        try (Connection connection = database.reader()) {
            return Migrations.versionOf(connection) < Migrations.bundled().newest()
                    ? Optional.empty()
                    : Fence.read(connection);
        } catch (SQLException failure) {
            throw new StoreException("the store cannot be read: " + failure.getMessage(), failure);
        }
    }

    /** Returns whether nobody has an account in the store. */
    public boolean isEmpty() {
        try (Connection connection = database.reader()) {
            return Database.number(connection, "SELECT count(*) FROM (SELECT 1 FROM account LIMIT 1)") == 0;
        } catch (SQLException failure) {
            throw new StoreException("the store cannot be read: " + failure.getMessage(), failure);
        }
    }
}
