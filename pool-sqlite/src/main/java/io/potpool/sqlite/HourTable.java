package io.potpool.sqlite;

import io.potpool.audit.Tally;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** What each account got in each hour, of the batches that are folded. */
final class HourTable {

    private final Names names;
    private final PreparedStatement find;
    private final PreparedStatement set;

    HourTable(Connection connection, Names names) throws SQLException {
        this.names = names;
        find = connection.prepareStatement("SELECT amount, shares FROM hour WHERE hour = ? AND account = ?");
        set = connection.prepareStatement("INSERT INTO hour (hour, account, amount, shares) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (hour, account) DO UPDATE SET amount = excluded.amount, shares = excluded.shares");
    }

    void add(long hour, Tally tally) throws SQLException {
        for (Map.Entry<String, Tally.Line> entry : tally.lines().entrySet()) {
            add(hour, names.account(entry.getKey()), entry.getValue());
        }
    }

    private void add(long hour, long account, Tally.Line line) throws SQLException {
        BigInteger amount = line.amount;
        long shares = line.shares;
        find.setLong(1, hour);
        find.setLong(2, account);
        try (ResultSet row = find.executeQuery()) {
            if (row.next()) {
                amount = amount.add(Columns.wei(row, 1));
                shares += row.getLong(2);
            }
        }
        set.setLong(1, hour);
        set.setLong(2, account);
        set.setBytes(3, Columns.wei(amount));
        set.setLong(4, shares);
        set.executeUpdate();
    }
}
