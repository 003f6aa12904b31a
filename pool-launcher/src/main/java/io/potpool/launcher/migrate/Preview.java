package io.potpool.launcher.migrate;

import io.potpool.spi.AccessList;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.Posting;
import java.util.HashMap;
import java.util.Map;

/** Compares with what the target has, and writes nothing. */
final class Preview implements Sink {

    private final Map<String, Posting> there = new HashMap<>();
    private final FaultList faults;
    private final String source;
    private long fresh;

    /** @param source what the ids of this import's postings begin with */
    Preview(LedgerStore ledger, String source, FaultList faults) {
        this.faults = faults;
        this.source = source;
        ledger.each(posting -> there.put(posting.id(), posting));
    }

    /** Returns how many postings the target does not have yet. */
    long fresh() {
        return fresh;
    }

    @Override
    public void post(Posting posting) {
        Posting former = there.remove(posting.id());
        if (former == null) {
            fresh++;
        } else if (!former.equals(posting)) {
            faults.add(posting.id() + " was imported before as \"" + former.note() + "\", now it is \"" + posting.note()
                    + "\": the old pool has gone on since; settle the difference by hand");
        }
    }

    /** Names what was imported before and is not in the old store any more. To be called after the pass. */
    void finish() {
        there.values().stream()
                .filter(posting -> posting.id().startsWith(source + ":"))
                .forEach(posting -> faults.add(posting.id() + " was imported before as \"" + posting.note()
                        + "\", and the old store does not have it any more: settle it by hand"));
    }

    @Override
    public void record(HistoryRecord record) {}

    @Override
    public void list(AccessList list, String entry) {}

    @Override
    public void fault(String words) {
        faults.add(words);
    }
}
