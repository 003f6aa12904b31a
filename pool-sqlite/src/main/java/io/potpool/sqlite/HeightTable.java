package io.potpool.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The row of heights, as the writer's transaction sees it. */
final class HeightTable {

    /** Both heights. */
    record Heights(long announced, long reference) {

        private static final long MARGIN = 64;

        /** Returns the height below which no share can come any more, with a wide margin. */
        long settledBelow() {
            return Math.min(announced, reference) - MARGIN;
        }
    }

    private final PreparedStatement get;
    private final PreparedStatement set;

    HeightTable(Connection connection) throws SQLException {
        get = connection.prepareStatement("SELECT announced, reference FROM height");
        set = connection.prepareStatement("UPDATE height SET announced = ?, reference = ?");
    }

    Heights get() throws SQLException {
        try (ResultSet row = get.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the heights have gone");
            }
            return new Heights(row.getLong(1), row.getLong(2));
        }
    }

    void set(Heights to) throws SQLException {
        set.setLong(1, to.announced());
        set.setLong(2, to.reference());
        set.executeUpdate();
    }
}
