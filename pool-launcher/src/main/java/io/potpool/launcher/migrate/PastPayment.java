package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.spi.HistoryRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment that an old pool has recorded as made.
 *
 * @param amount fee included
 * @param row what it is in the history
 */
record PastPayment(Hash256 transaction, Address login, Shannon amount, Instant at, HistoryRecord row) {

    private static final String HASH = "0[xX][0-9a-fA-F]{64}";

    /** Returns what a row means; empty if it has not the family's form. */
    static Optional<PastPayment> of(HistoryRecord row) {
        String transaction = row.fields().getOrDefault("transaction", "");
        if (row.login().isEmpty() || !transaction.matches(HASH)) {
            return Optional.empty();
        }
        try {
            Shannon amount = Shannon.parse(row.fields().getOrDefault("shannon", ""));
            return Optional.of(new PastPayment(
                    Hash256.parse("0x" + transaction.substring(2)), row.login().get(), amount, row.at(), row));
        } catch (IllegalArgumentException otherForm) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return transaction + ", " + amount + " Shannon to " + login + " of " + at;
    }
}
