package io.potpool.spi;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import java.util.List;
import java.util.SortedMap;

/**
 * What an audit found.
 *
 * @param accounts every login that was ever credited
 * @param totals the sums over all logins
 * @param faults what does not add up, in words for the operator; empty if all is well
 */
public record AuditReport(SortedMap<Address, Line> accounts, Line totals, List<String> faults) {

    /** Returns whether everything adds up. */
    public boolean ok() {
        return faults.isEmpty();
    }

    /**
     * One login's sums.
     *
     * @param credited the sum of its rewards and of its postings ({@link LedgerStore})
     * @param balance what the pool owes it now
     * @param shares how many credited shares it has sent
     */
    public record Line(Wei credited, Wei balance, long shares) {}
}
