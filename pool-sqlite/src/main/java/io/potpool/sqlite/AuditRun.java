package io.potpool.sqlite;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.spi.AuditReport;
import io.potpool.spi.RewardSchemes;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One audit: batches with their shares and entries, then hours, then accounts, marks and gaps. */
final class AuditRun {

    private final Connection connection;
    private final RewardSchemes schemes;
    private final Faults faults = new Faults();
    private final Tally tally = new Tally();

    AuditRun(Connection connection, RewardSchemes schemes) {
        this.connection = connection;
        this.schemes = schemes;
    }

    AuditReport run() throws SQLException {
        new BatchAudit(connection, schemes, faults, tally).run();
        hours();
        postings();
        accounts();
        marks();
        gaps();
        return report();
    }

    private void hours() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT h.hour, a.name, h.amount, h.shares FROM hour h"
                        + " LEFT JOIN account a ON a.id = h.account ORDER BY h.hour")) {
            long hour = 0;
            BigInteger sum = BigInteger.ZERO;
            while (row.next()) {
                if (row.getLong(1) != hour) {
                    checkHour(hour, sum);
                    hour = row.getLong(1);
                    sum = BigInteger.ZERO;
                }
                BigInteger amount = wei(row, 3, "hour " + hour);
                sum = sum.add(amount);
                tally.add(String.valueOf(row.getString(2)), amount, row.getLong(4));
            }
            checkHour(hour, sum);
        }
    }

    private void postings() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT p.id, a.name, e.amount FROM posting p"
                        + " LEFT JOIN posting_entry e ON e.posting = p.sequence"
                        + " LEFT JOIN account a ON a.id = e.account ORDER BY p.sequence")) {
            Map<String, BigInteger> sums = new LinkedHashMap<>();
            while (row.next()) {
                String id = row.getString(1);
                BigInteger amount = wei(row, 3, "posting " + id);
                tally.add(String.valueOf(row.getString(2)), amount, 0);
                closeAllBut(id, sums);
                sums.merge(id, amount, BigInteger::add);
            }
            closeAllBut("", sums);
        }
    }

    private void closeAllBut(String id, Map<String, BigInteger> sums) {
        sums.forEach((posting, sum) -> {
            if (!posting.equals(id) && sum.signum() != 0) {
                faults.add("posting " + posting + ": its entries sum to " + sum + ", not to 0");
            }
        });
        sums.keySet().removeIf(posting -> !posting.equals(id));
    }

    private BigInteger wei(ResultSet row, int column, String where) throws SQLException {
        try {
            return Columns.wei(row, column);
        } catch (IllegalArgumentException damage) {
            faults.add(where + ": " + damage.getMessage());
            return BigInteger.ZERO;
        }
    }

    private void checkHour(long hour, BigInteger sum) {
        if (sum.signum() != 0) {
            faults.add("hour " + hour + ": the folded entries sum to " + sum + ", not to 0");
        }
    }

    private void accounts() throws SQLException {
        Tally unseen = new Tally();
        unseen.add(tally);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, credited, balance, shares FROM account")) {
            while (row.next()) {
                String name = row.getString(1);
                unseen.lines().remove(name);
                account(name, wei(row, 2, name), wei(row, 3, name), row.getLong(4));
            }
        }
        unseen.lines().keySet().forEach(name -> faults.add("account " + name + " has entries but no balance"));
        if (tally.sum().signum() != 0) {
            faults.add("all entries sum to " + tally.sum() + ", not to 0");
        }
    }

    private void account(String name, BigInteger credited, BigInteger balance, long shares) {
        Tally.Line line = tally.of(name);
        BigInteger ownCredit = new Account(name).isMiner() ? line.amount : BigInteger.ZERO;
        if (!balance.equals(line.amount)) {
            faults.add(name + ": the balance is " + balance + " wei, its entries sum to " + line.amount);
        }
        if (!credited.equals(ownCredit)) {
            faults.add(name + ": credited are " + credited + " wei, its entries say " + ownCredit);
        }
        if (shares != line.shares) {
            faults.add(name + ": " + shares + " shares counted, " + line.shares + " in the rows");
        }
    }

    private void marks() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT j.id, j.mark, max(b.sequence), min(b.sequence), count(*) FROM batch b"
                                + " LEFT JOIN journal j ON j.id = b.journal GROUP BY b.journal")) {
            while (row.next()) {
                boolean whole =
                        row.getLong(3) == row.getLong(2) && row.getLong(3) - row.getLong(4) + 1 == row.getLong(5);
                if (!whole) {
                    faults.add("journal " + row.getLong(1) + ": the mark is " + row.getLong(2) + ", its "
                            + row.getLong(5) + " batches go from " + row.getLong(4) + " to " + row.getLong(3));
                }
            }
        }
    }

    /** A gap is closed when the missing batches have come after all. */
    private void gaps() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT g.journal, j.mark, g.sequence FROM gap g"
                        + " JOIN journal j ON j.id = g.journal WHERE j.mark + 1 < g.sequence")) {
            while (row.next()) {
                faults.add("gap: journal " + row.getLong(1) + " has gone on to batch " + row.getLong(3)
                        + ", the store has it up to " + row.getLong(2) + " only: batches it had confirmed are lost");
            }
        }
    }

    private AuditReport report() {
        SortedMap<Address, AuditReport.Line> lines = new TreeMap<>();
        Wei credited = Wei.ZERO;
        long shares = 0;
        for (Map.Entry<String, Tally.Line> entry : tally.lines().entrySet()) {
            Tally.Line line = entry.getValue();
            Optional<Address> login = login(entry.getKey());
            if (login.isPresent() && (line.shares != 0 || line.amount.signum() != 0)) {
                lines.put(login.get(), new AuditReport.Line(line.wei(), line.wei(), line.shares));
                credited = credited.plus(line.wei());
                shares += line.shares;
            }
        }
        return new AuditReport(lines, new AuditReport.Line(credited, credited, shares), faults.list());
    }

    private Optional<Address> login(String name) {
        if (!new Account(name).isMiner()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Address(name));
        } catch (IllegalArgumentException damaged) {
            faults.add("account " + name + " is no login");
            return Optional.empty();
        }
    }
}
