package io.potpool.launcher.migrate;

import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one pass over an old store came to. Two passes over the same content are equal. */
final class Totals {

    long miners;
    long postings;
    long highest = -1;
    Shannon balances = Shannon.ZERO;
    Shannon returned = Shannon.ZERO;
    Shannon found = Shannon.ZERO;
    Shannon minersPending = Shannon.ZERO;
    Shannon minersPaid = Shannon.ZERO;
    Shannon paymentsPaid = Shannon.ZERO;
    Wei openings = Wei.ZERO;
    final SortedMap<String, Long> records = new TreeMap<>();
    final SortedMap<String, Long> lists = new TreeMap<>();

    void count(SortedMap<String, Long> what, String kind) {
        what.merge(kind, 1L, Long::sum);
    }

    /** Returns by how much the openings exceed what the old store says: parts of a wei, less than one for each. */
    BigDecimal roundedUp() {
        return new BigDecimal(openings.value()).subtract(balances.plus(returned).exactWei());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Totals that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return Objects.hash(text());
    }

    private String text() {
        return miners + " " + postings + " " + highest + " " + balances + " " + returned + " " + found + " "
                + minersPending + " " + minersPaid + " " + paymentsPaid + " " + openings + " " + records + " " + lists;
    }

    @Override
    public String toString() {
        return text();
    }
}
