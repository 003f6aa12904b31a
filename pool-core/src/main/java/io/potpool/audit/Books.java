package io.potpool.audit;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.spi.AuditReport;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares what all rows sum to with the accounts that are kept, and makes the report. Not thread-safe. */
public final class Books {

    private final Tally rows;
    private final Faults faults;
    private final Tally unseen = new Tally();

    /** @param rows what all entries and shares sum to, by account */
    public Books(Tally rows, Faults faults) {
        this.rows = rows;
        this.faults = faults;
        unseen.add(rows);
    }

    /** Compares one kept account with its rows. */
    public void account(String name, BigInteger credited, BigInteger balance, long shares) {
        unseen.lines().remove(name);
        Tally.Line line = rows.of(name);
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

    /** Says what is wrong with the sums once all accounts are compared. */
    public void finish() {
        unseen.lines().keySet().forEach(name -> faults.add("account " + name + " has entries but no balance"));
        if (rows.sum().signum() != 0) {
            faults.add("all entries sum to " + rows.sum() + ", not to 0");
        }
    }

    /** Returns the report of the rows' sums, with all faults so far. */
    public AuditReport report() {
        SortedMap<Address, AuditReport.Line> lines = new TreeMap<>();
        Wei credited = Wei.ZERO;
        long shares = 0;
        for (Map.Entry<String, Tally.Line> entry : rows.lines().entrySet()) {
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
