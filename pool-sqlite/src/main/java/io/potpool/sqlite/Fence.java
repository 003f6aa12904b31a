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
     * Gives the store a name for its move where {@code to} is given.
     *
     * @throws StoreException if the store is marked, but not with {@code to}
     */
    static void check(Connection connection, Path directory, Optional<String> to) throws SQLException {
        requireUnmovedOr(connection, directory, to);
        if (to.isPresent()) {
            Database.execute(connection, "UPDATE chain SET moved_as = coalesce(moved_as, lower(hex(randomblob(8))))");
        }
    }

    /** @throws StoreException if the store is marked, but not with {@code to} */
    static void requireUnmovedOr(Connection connection, Path directory, Optional<String> to) throws SQLException {
        Optional<String> mark = read(connection);
        if (mark.isPresent() && !mark.equals(to)) {
            throw new StoreException("the store in " + directory + " has moved to " + mark.get()
                    + ": it is not opened any more; if the move was broken off, repeat it");
        }
    }

    static Optional<String> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT moved_to FROM chain")) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    /** Returns the store's name among the rows that it becomes elsewhere; it stays the same once it was opened to be moved. */
    static String movedAs(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT moved_as FROM chain")) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    /** Sets the mark; from now on no pool opens the store. */
    static void set(Connection connection, String to) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("UPDATE chain SET moved_to = ?")) {
            set.setString(1, to);
            set.executeUpdate();
        }
    }
}
