package io.potpool.ledger;

import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.util.List;

/** One exact line of the ledger: {@code amount} wei, positive or negative, to {@code account}. */
public record Entry(Account account, Wei amount) {

    /** Returns a credit and its contra entry, which sum to zero. */
    public static List<Entry> transfer(Account from, Account to, Wei amount) {
        return List.of(new Entry(to, amount), new Entry(from, amount.negated()));
    }

    /** Returns whether the entries sum to zero, as every posting must. */
    public static boolean balanced(List<Entry> entries) {
        BigInteger sum = BigInteger.ZERO;
        for (Entry entry : entries) {
            sum = sum.add(entry.amount().value());
        }
        return sum.signum() == 0;
    }
}
