package io.potpool.sqlite;

import io.potpool.domain.Origin;
import io.potpool.spi.AccessList;
import io.potpool.spi.Ban;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;

/** Bans and list entries as rows. */
final class PolicyTable {

    private final PreparedStatement ban;
    private final PreparedStatement lift;
    private final PreparedStatement drop;
    private final PreparedStatement add;
    private final PreparedStatement remove;

    PolicyTable(Connection connection) throws SQLException {
        ban = connection.prepareStatement("INSERT INTO ban VALUES (?, ?, ?)"
                + " ON CONFLICT (origin) DO UPDATE SET until = excluded.until, reason = excluded.reason");
        lift = connection.prepareStatement("DELETE FROM ban WHERE origin = ?");
        drop = connection.prepareStatement("DELETE FROM ban WHERE until <= ?");
        add = connection.prepareStatement("INSERT INTO access_list VALUES (?, ?) ON CONFLICT DO NOTHING");
        remove = connection.prepareStatement("DELETE FROM access_list WHERE list = ? AND entry = ?");
    }

    /** Sets a ban, and drops those that are over by {@code now}. */
    void ban(Ban to, Instant now) throws SQLException {
        drop.setLong(1, now.toEpochMilli());
        drop.executeUpdate();
        ban.setString(1, to.origin().toString());
        ban.setLong(2, to.until().toEpochMilli());
        ban.setString(3, to.reason());
        ban.executeUpdate();
    }

    void lift(Origin origin) throws SQLException {
        lift.setString(1, origin.toString());
        lift.executeUpdate();
    }

    void list(AccessList list, String entry, boolean on) throws SQLException {
        PreparedStatement change = on ? add : remove;
        change.setString(1, name(list));
        change.setString(2, entry);
        change.executeUpdate();
    }

    static String name(AccessList list) {
        return list.name().toLowerCase(Locale.ROOT);
    }
}
