package io.potpool.sqlite;

import io.potpool.spi.AuditReport;
import io.potpool.spi.RewardSchemes;
import io.potpool.spi.StoreAudit;
import io.potpool.spi.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Proves the balances of a store from its raw rows, also while a pool runs on it or after one was killed.
 *
 * <p>Reads one consistent state within a read transaction and never writes. Memory grows with the number of logins, not
 * of shares.
 */
public final class SqliteAudit implements StoreAudit {

    private final Database database;

    private SqliteAudit(Database database) {
        this.database = database;
    }

    static SqliteAudit of(Database database) {
        return new SqliteAudit(database);
    }

    /**
     * Returns the audit of a data directory; nothing stays open between runs.
     *
     * @throws StoreException if there is no store in it
     */
    public static SqliteAudit open(Path dataDirectory) {
        Database database = new Database(dataDirectory);
        if (!database.exists()) {
            throw new StoreException("there is no store in " + dataDirectory + ": no pool has run there yet");
        }
        return of(database);
    }

    /** @throws StoreException if the store cannot be read, or is of another schema version than this program's */
    @Override
    public AuditReport run(RewardSchemes schemes) {
        try (Connection connection = database.reader()) {
            Database.execute(connection, "BEGIN");
            Migrations.requireNewest(connection);
            return new AuditRun(connection, schemes).run();
        } catch (SQLException failure) {
            String hint =
                    Database.isDenied(failure) ? "; reading needs the right to write its -shm and -wal files" : "";
            throw new StoreException("the store cannot be read: " + failure.getMessage() + hint, failure);
        }
    }
}
