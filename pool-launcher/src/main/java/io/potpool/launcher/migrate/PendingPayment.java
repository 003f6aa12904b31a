package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry of {@code P:payments:pending}: debited, and nobody knows whether it was sent.
 *
 * @param pool the prefix of the pool whose it is
 * @param amount fee included
 * @param member the row itself
 */
record PendingPayment(String pool, Address login, Shannon amount, Instant at, String member) {

    /** @throws IllegalArgumentException if the row has another form */
    static PendingPayment of(String pool, String score, String member) {
        int colon = member.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("is not LOGIN:AMOUNT");
        }
        Shannon amount = Shannon.parse(member.substring(colon + 1));
        if (amount.isZero() || amount.isNegative()) {
            throw new IllegalArgumentException("is not an amount above zero");
        }
        return new PendingPayment(
                pool, Address.parse(member.substring(0, colon)), amount, OldMiner.time(OldRows.plain(score)), member);
    }

    /** Returns what a row means; empty if it has another form. */
    static Optional<PendingPayment> read(String pool, String score, String member) {
        try {
            return Optional.of(of(pool, score, member));
        } catch (IllegalArgumentException otherForm) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return amount + " Shannon to " + login + " of " + at;
    }
}
