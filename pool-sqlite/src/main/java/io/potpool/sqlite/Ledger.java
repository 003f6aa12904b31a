package io.potpool.sqlite;

import io.potpool.ledger.Account;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** Books sums: one entry for each account of a batch, and the accounts' totals with them. */
final class Ledger {

    private final Names names;
    private final PreparedStatement addEntry;
    private final PreparedStatement findTotals;
    private final PreparedStatement setTotals;

    Ledger(Connection connection, Names names) throws SQLException {
        this.names = names;
        addEntry = connection.prepareStatement("INSERT INTO entry (batch, account, amount) VALUES (?, ?, ?)");
        findTotals = connection.prepareStatement("SELECT credited, balance, shares FROM account WHERE id = ?");
        setTotals =
                connection.prepareStatement("UPDATE account SET credited = ?, balance = ?, shares = ? WHERE id = ?");
    }

    void post(long batch, Tally tally) throws SQLException {
        if (tally.sum().signum() != 0) {
            throw new IllegalArgumentException("a batch whose entries do not sum to zero");
        }
        for (Map.Entry<String, Tally.Line> entry : tally.lines().entrySet()) {
            Tally.Line line = entry.getValue();
            long account = names.account(entry.getKey());
            if (line.amount.signum() != 0) {
                addEntry.setLong(1, batch);
                addEntry.setLong(2, account);
                addEntry.setBytes(3, Columns.wei(line.amount));
                addEntry.executeUpdate();
            }
            total(new Account(entry.getKey()), line.amount, line.shares);
        }
    }

    /** Adds to the totals of an account. */
    void total(Account of, BigInteger amount, long shares) throws SQLException {
        long account = names.account(of.name());
        findTotals.setLong(1, account);
        try (ResultSet row = findTotals.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("account " + account + " has gone");
            }
            BigInteger credited = Columns.wei(row, 1);
            setTotals.setBytes(1, Columns.wei(of.isMiner() ? credited.add(amount) : credited));
            setTotals.setBytes(2, Columns.wei(Columns.wei(row, 2).add(amount)));
            setTotals.setLong(3, row.getLong(3) + shares);
        }
        setTotals.setLong(4, account);
        setTotals.executeUpdate();
    }
}
