package io.potpool.audit;

import io.potpool.domain.Wei;
import io.potpool.ledger.Entry;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Amounts and counts of credited shares by account name, being summed. Not thread-safe. */
public final class Tally {

    /** One account's sum. */
    public static final class Line {
        /** The sum of its entries, in wei. */
        public BigInteger amount = BigInteger.ZERO;

        /** How many credited shares it has. */
        public long shares;

        /** Returns the sum. */
        public Wei wei() {
            return new Wei(amount);
        }
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();

    /** Returns the sum of an account, to be added to. */
    public Line of(String account) {
        return lines.computeIfAbsent(account, unused -> new Line());
    }

    /** Adds wei and shares to an account. */
    public void add(String account, BigInteger amount, long shares) {
        Line line = of(account);
        line.amount = line.amount.add(amount);
        line.shares += shares;
    }

    /** Adds a credited share's entries. */
    public void add(String login, List<Entry> entries) {
        for (Entry entry : entries) {
            add(entry.account().name(), entry.amount().value(), 0);
        }
        add(login, BigInteger.ZERO, 1);
    }

    /** Adds all sums of another. */
    public void add(Tally other) {
        other.lines.forEach((account, line) -> add(account, line.amount, line.shares));
    }

    /** Returns the sum over all accounts. */
    public BigInteger sum() {
        BigInteger sum = BigInteger.ZERO;
        for (Line line : lines.values()) {
            sum = sum.add(line.amount);
        }
        return sum;
    }

    /** Returns the sums by account, in the order in which they were first named. */
    public Map<String, Line> lines() {
        return lines;
    }

    /** Begins anew. */
    public void clear() {
        lines.clear();
    }
}
