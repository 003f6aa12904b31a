package io.potpool.store;

import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Picks from the terms log the records that decide any height from a lowest one on. */
public final class DecidingRecords {

    private final long lowestHeight;
    private final Map<String, List<TermsRecord>> byPrefix = new HashMap<>();

    /** Begins without records. */
    public DecidingRecords(long lowestHeight) {
        this.lowestHeight = lowestHeight;
    }

    /** Takes the records in their order, whose heights do not fall. */
    public void add(TermsRecord entry) {
        List<TermsRecord> records = byPrefix.computeIfAbsent(key(entry.change()), unused -> new ArrayList<>());
        if (entry.fromHeight() <= lowestHeight) {
            records.clear();
        }
        records.add(entry);
    }

    private static String key(TermsChange change) {
        if (change instanceof TermsChange.Lease lease) {
            return lease.prefix().toHex();
        }
        return change instanceof TermsChange.End end ? end.prefix().toHex() : "";
    }

    /** Returns them in their order, without prefixes that only have an end. */
    public List<TermsRecord> list() {
        return byPrefix.values().stream()
                .filter(records -> !isOver(records))
                .flatMap(Collection::stream)
                .sorted(Comparator.comparingLong(TermsRecord::sequence))
                .toList();
    }

    private boolean isOver(List<TermsRecord> records) {
        return records.size() == 1
                && records.get(0).change() instanceof TermsChange.End
                && records.get(0).fromHeight() <= lowestHeight;
    }
}
