package io.potpool.sqlite;

import io.potpool.spi.HistoryRecord;
import io.potpool.spi.LedgerReader;
import io.potpool.spi.StoreAudit;
import io.potpool.spi.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads what a move of a store would take elsewhere, and writes nothing to it: neither the schema nor a name is brought up,
 * and its directory is not locked. Nothing stays open between reads; a pool may run on the store, then each read sees its
 * own moment.
 */
public final class SqlitePreview {

    private final Database database;
    private final long highestAnnounced;
    private final Optional<String> movedAs;

    private SqlitePreview(Database database, long highestAnnounced, Optional<String> movedAs) {
        this.database = database;
        this.highestAnnounced = highestAnnounced;
        this.movedAs = movedAs;
    }

    /**
     * Looks whether the store could be moved.
     *
     * @param to where everything would go, in words for an operator
     * @throws StoreException if there is no store, if it is another chain's or of another schema than this program's, if it
     *     is moved somewhere else already, or if it cannot be read; the message is for the operator
     */
    public static SqlitePreview open(SqliteSettings settings, String to) {
        Path directory = settings.directory();
        Database database = new Database(directory);
        if (!database.exists()) {
            throw new StoreException("there is no store in " + directory + ": no pool has run there yet");
        }
        try (Connection connection = database.reader()) {
            Database.execute(connection, "BEGIN");
            requireNewest(connection, directory);
            SqliteStore.requireChain(connection, settings);
            Fence.requireUnmovedOr(connection, directory, Optional.of(to));
            return new SqlitePreview(
                    database, Database.number(connection, "SELECT announced FROM height"), name(connection));
        } catch (SQLException failure) {
            throw new StoreException("the store in " + directory + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static void requireNewest(Connection connection, Path directory) throws SQLException {
        long version = Migrations.versionOf(connection);
        if (version < Migrations.bundled().newest()) {
            throw new StoreException("the store in " + directory + " has schema version " + version
                    + ", a dry run reads " + Migrations.bundled().newest()
                    + " and changes nothing: start and stop this version's pool on it once");
        }
        Migrations.requireNewest(connection);
    }

    private static Optional<String> name(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT moved_as FROM chain")) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    /** Returns the name of the store among the rows that it becomes elsewhere, if a move was ever begun. */
    public Optional<String> movedAs() {
        return movedAs;
    }

    /** Returns the highest height announced when this was opened. */
    public long highestAnnounced() {
        return highestAnnounced;
    }

    /** Returns what reads the ledger. */
    public LedgerReader ledgerReader() {
        return SqliteReader.of(database);
    }

    /** Returns what proves the balances. */
    public StoreAudit audit() {
        return SqliteAudit.of(database);
    }

    /**
     * Hands over the history, oldest first.
     *
     * @throws StoreException if it cannot be read
     */
    public void history(Consumer<HistoryRecord> consumer) {
        SqliteHistory.each(database, consumer);
    }
}
