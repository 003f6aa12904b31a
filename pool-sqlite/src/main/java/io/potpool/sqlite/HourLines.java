package io.potpool.sqlite;

import io.potpool.audit.Tally;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.spi.LedgerVisitor;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What each account got in each hour, of folded batches and of those that are kept, one hour after the other. */
final class HourLines {

    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final String FOLDED =
            "SELECT h.hour, a.name, h.amount, h.shares FROM hour h JOIN account a ON a.id = h.account ORDER BY h.hour";
    private static final String ENTRIES = "SELECT b.newest / " + HOUR_MILLIS + " AS hour, a.name, e.amount, 0"
            + " FROM batch b JOIN entry e ON e.batch = b.id JOIN account a ON a.id = e.account"
            + " WHERE b.state <> 1 ORDER BY hour";
    private static final String COUNTS = "SELECT b.newest / " + HOUR_MILLIS + " AS hour, a.name, NULL, count(*)"
            + " FROM batch b JOIN share s ON s.id >= b.first_share AND s.id < b.first_share + b.shares"
            + " JOIN account a ON a.id = s.account"
            + " WHERE b.state <> 1 AND s.copy = 0 GROUP BY hour, a.id ORDER BY hour";

    private final Connection connection;

    HourLines(Connection connection) {
        this.connection = connection;
    }

    void each(LedgerVisitor visitor) throws SQLException {
        try (Statement a = connection.createStatement();
                Statement b = connection.createStatement();
                Statement c = connection.createStatement();
                ResultSet foldedRows = a.executeQuery(FOLDED);
                ResultSet entryRows = b.executeQuery(ENTRIES);
                ResultSet countRows = c.executeQuery(COUNTS)) {
            Cursor folded = new Cursor(foldedRows);
            Cursor entries = new Cursor(entryRows);
            Cursor counts = new Cursor(countRows);
            long hour = Math.min(folded.at(), Math.min(entries.at(), counts.at()));
            while (hour != Long.MAX_VALUE) {
                Tally tally = new Tally();
                take(folded, hour, tally);
                take(entries, hour, tally);
                take(counts, hour, tally);
                hand(hour, tally, visitor);
                hour = Math.min(folded.at(), Math.min(entries.at(), counts.at()));
            }
        }
    }

    private static void take(Cursor cursor, long hour, Tally tally) throws SQLException {
        while (cursor.at() == hour) {
            ResultSet row = cursor.row();
            BigInteger amount = row.getObject(3) == null ? BigInteger.ZERO : Columns.wei(row, 3);
            tally.add(row.getString(2), amount, row.getLong(4));
            cursor.next();
        }
    }

    private static void hand(long hour, Tally tally, LedgerVisitor visitor) {
        Instant begin = Instant.ofEpochMilli(hour * HOUR_MILLIS);
        for (Map.Entry<String, Tally.Line> line : new TreeMap<>(tally.lines()).entrySet()) {
            visitor.hour(new LedgerVisitor.HourLine(
                    begin, new Account(line.getKey()), new Wei(line.getValue().amount), line.getValue().shares));
        }
    }
}
