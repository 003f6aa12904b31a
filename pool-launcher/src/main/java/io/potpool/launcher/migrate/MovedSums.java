package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.spi.AuditReport;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.Posting;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a move has brought to each login, by the target's own rows; to be compared with the source's audit to the wei. */
final class MovedSums {

    private final Map<String, BigInteger> sums = new HashMap<>();

    /** @param id what the ids of the move's own rows begin with */
    MovedSums(LedgerStore source, LedgerStore target, String id) {
        Set<String> moved = new HashSet<>();
        source.each(posting -> moved.add(posting.id()));
        target.each(posting -> {
            if (posting.id().startsWith(id + ":") || moved.contains(posting.id())) {
                add(posting);
            }
        });
    }

    private void add(Posting posting) {
        posting.entries()
                .forEach(entry ->
                        sums.merge(entry.account().name(), entry.amount().value(), BigInteger::add));
    }

    /** Returns the first difference in words. */
    Optional<String> difference(AuditReport source) {
        BigInteger all = BigInteger.ZERO;
        for (Map.Entry<Address, AuditReport.Line> line : source.accounts().entrySet()) {
            BigInteger owed = line.getValue().balance().value();
            BigInteger brought = sums.getOrDefault(line.getKey().text(), BigInteger.ZERO);
            if (!brought.equals(owed)) {
                return Optional.of(line.getKey() + " has " + owed + " wei in the source, " + brought + " were moved");
            }
            all = all.add(brought);
        }
        BigInteger total = source.totals().balance().value();
        return all.equals(total) ? Optional.empty() : Optional.of("in all " + all + " wei were moved of " + total);
    }
}
