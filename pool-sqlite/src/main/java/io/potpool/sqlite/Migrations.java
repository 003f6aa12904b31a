package io.potpool.sqlite;

import io.potpool.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Brings a database to the newest schema: script n leads from version n - 1 to n, each in one transaction. */
final class Migrations {

    private static final List<String> SCRIPTS = List.of(
            "V1__first.sql",
            "V2__terms_by_prefix.sql",
            "V3__policy.sql",
            "V4__instances.sql",
            "V5__import.sql",
            "V6__absence.sql");

    private final List<String> scripts;

    private Migrations(List<String> scripts) {
        this.scripts = scripts;
    }

    static Migrations bundled() {
        return of(SCRIPTS);
    }

    /** Returns migrations of the named resources of this package. */
    static Migrations of(List<String> scripts) {
        return new Migrations(scripts);
    }

    int newest() {
        return scripts.size();
    }

    static long versionOf(Connection connection) throws SQLException {
        return Database.number(connection, "PRAGMA user_version");
    }

    /** @throws StoreException if the database is of another version than this program's */
    static void requireNewest(Connection connection) throws SQLException {
        long version = versionOf(connection);
        if (version != bundled().newest()) {
            throw new StoreException("the store has schema version " + version + ", this program reads "
                    + bundled().newest() + ": use the program that the pool runs with");
        }
    }

    /**
     * @throws StoreException if the database is of a newer version than this one knows
     * @throws SQLException if a script fails; then the database is as before that script
     */
    void apply(Connection connection) throws SQLException {
        long version = versionOf(connection);
        if (version > newest()) {
            throw new StoreException("the database has schema version " + version + ", this program knows up to "
                    + newest() + ": use a newer one");
        }
        for (int next = (int) version + 1; next <= newest(); next++) {
            Database.execute(connection, "BEGIN IMMEDIATE");
            try {
                step(connection, scripts.get(next - 1), next);
            } catch (SQLException | RuntimeException failure) {
                Database.execute(connection, "ROLLBACK");
                throw failure;
            }
        }
    }

    private static void step(Connection connection, String script, int version) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(read(script));
            statement.executeUpdate("PRAGMA user_version = " + version);
            statement.executeUpdate("COMMIT");
        }
    }

    private static String read(String script) {
        try (InputStream in = Migrations.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new StoreException("no schema script " + script);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new StoreException("unreadable schema script " + script, failure);
        }
    }
}
