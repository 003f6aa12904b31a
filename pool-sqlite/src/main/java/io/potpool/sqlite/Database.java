package io.potpool.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** The database file of a data directory, and how connections to it are opened. */
final class Database {

    private static final int WRITER_BUSY_MILLIS = 250;
    private static final int READER_BUSY_MILLIS = 5000;
    private static final int CACHE_KIB = -32_768;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READ_ONLY = 8;
    private static final int CANNOT_OPEN = 14;

    private final Path file;

    Database(Path directory) {
        this.file = directory.resolve("potpool.db");
    }

    Path file() {
        return file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Opens the connection that writes; a commit on it is on the disk when it returns. */
    Connection writer() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(WRITER_BUSY_MILLIS);
        config.setCacheSize(CACHE_KIB);
        return open(config);
    }

    /**
     * Opens a connection that only reads, also beside a pool that runs or after one that was killed: then what its log
     * holds is recovered by whoever opens first.
     */
    Connection reader() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(READER_BUSY_MILLIS);
        return open(config);
    }

    private Connection open(SQLiteConfig config) throws SQLException {
        return config.createConnection("jdbc:sqlite:" + file);
    }

    static boolean isBusy(SQLException failure) {
        return failure.getErrorCode() == BUSY || failure.getErrorCode() == LOCKED;
    }

    static boolean isDenied(SQLException failure) {
        return failure.getErrorCode() == READ_ONLY || failure.getErrorCode() == CANNOT_OPEN;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the first column of the only row. */
    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
