package io.potpool.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** The row of heights, and the numbers of offices, as the writer's transaction sees it. */
final class HeightTable {

    /** How far above a height the least that may still be committed is for that height to be settled. */
    static final long MARGIN = 64;

    /**
     * All heights.
     *
     * @param floor up to which shares are another store's; -1 for none
     * @param committable the least height of which shares may still be committed; {@link Long#MAX_VALUE} for none
     */
    record Heights(long announced, long reference, long committable, long floor) {

        /** Returns the height below which no share can come any more, with a wide margin. */
        long settledBelow() {
            return Math.min(Math.min(announced, reference), committable) - MARGIN;
        }
    }

    private final PreparedStatement get;
    private final PreparedStatement set;
    private final PreparedStatement next;

    HeightTable(Connection connection) throws SQLException {
        get = connection.prepareStatement("SELECT announced, reference, committable, floor FROM height");
        set = connection.prepareStatement("UPDATE height SET announced = ?, reference = ?, committable = ?, floor = ?");
        next = connection.prepareStatement("INSERT INTO office VALUES (?, 1)"
                + " ON CONFLICT (name) DO UPDATE SET token = token + 1 RETURNING token");
    }

    /** Returns one more than was returned for this office before. */
    long nextToken(String office) throws SQLException {
        next.setString(1, office);
        try (ResultSet row = next.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("an office without a number");
            }
            return row.getLong(1);
        }
    }

    Heights get() throws SQLException {
        try (ResultSet row = get.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the heights have gone");
            }
            long committable = row.getLong(3);
            boolean none = row.wasNull();
            long floor = row.getLong(4);
            boolean noFloor = row.wasNull();
            return new Heights(
                    row.getLong(1), row.getLong(2), none ? Long.MAX_VALUE : committable, noFloor ? -1 : floor);
        }
    }

    void set(Heights to) throws SQLException {
        set.setLong(1, to.announced());
        set.setLong(2, to.reference());
        if (to.committable() == Long.MAX_VALUE) {
            set.setNull(3, Types.INTEGER);
        } else {
            set.setLong(3, to.committable());
        }
        if (to.floor() < 0) {
            set.setNull(4, Types.INTEGER);
        } else {
            set.setLong(4, to.floor());
        }
        set.executeUpdate();
    }
}
