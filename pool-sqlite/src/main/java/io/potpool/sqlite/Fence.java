package io.potpool.sqlite;

import io.potpool.spi.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The mark of a store whose content goes, or has gone, elsewhere: nobody may credit a share there any more. */
final class Fence {

    private Fence() {}

    /**
     * Sets the mark where {@code to} is given.
     *
     * @throws StoreException if the store is marked with another place
     */
    static void check(Connection connection, Path directory, Optional<String> to) throws SQLException {
        Optional<String> mark = read(connection);
        if (mark.isPresent() && !mark.equals(to)) {
            throw new StoreException("the store in " + directory + " has moved to " + mark.get()
                    + ": it is not opened any more; if the move was broken off, repeat it");
        }
        if (mark.isEmpty() && to.isPresent()) {
            set(connection, to.get());
        }
    }

    static Optional<String> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT moved_to FROM chain")) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    /** Returns the store's name among the rows that it becomes elsewhere; it stays the same once it is marked. */
    static String movedAs(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT moved_as FROM chain")) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    private static void set(Connection connection, String to) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(
                "UPDATE chain SET moved_to = ?, moved_as = coalesce(moved_as, lower(hex(randomblob(8))))")) {
            set.setString(1, to);
            set.executeUpdate();
        }
    }

    static void remove(Connection connection) throws SQLException {
        Database.execute(connection, "UPDATE chain SET moved_to = NULL");
    }
}
