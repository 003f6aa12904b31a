package io.potpool.sqlite;

import io.potpool.domain.Wei;
import io.potpool.ledger.Entry;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Amounts and counts of credited shares by account name, being summed. Not thread-safe. */
final class Tally {

    /** One account's sum. */
    static final class Line {
        BigInteger amount = BigInteger.ZERO;
        long shares;

        Wei wei() {
            return new Wei(amount);
        }
    }

    private final Map<String, Line> lines = new LinkedHashMap<>();

    Line of(String account) {
        return lines.computeIfAbsent(account, unused -> new Line());
    }

    void add(String account, BigInteger amount, long shares) {
        Line line = of(account);
        line.amount = line.amount.add(amount);
        line.shares += shares;
    }

    /** Adds a credited share's entries. */
    void add(String login, List<Entry> entries) {
        for (Entry entry : entries) {
            add(entry.account().name(), entry.amount().value(), 0);
        }
        add(login, BigInteger.ZERO, 1);
    }

    void add(Tally other) {
        other.lines.forEach((account, line) -> add(account, line.amount, line.shares));
    }

    BigInteger sum() {
        BigInteger sum = BigInteger.ZERO;
        for (Line line : lines.values()) {
            sum = sum.add(line.amount);
        }
        return sum;
    }

    Map<String, Line> lines() {
        return lines;
    }

    void clear() {
        lines.clear();
    }
}
