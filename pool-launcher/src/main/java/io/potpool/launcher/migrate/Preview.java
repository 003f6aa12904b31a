package io.potpool.launcher.migrate;

import io.potpool.spi.AccessList;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.Posting;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares with what the target has, and writes nothing. */
final class Preview implements Sink {

    private final Map<String, Posting> there = new HashMap<>();
    private final Map<String, HistoryRecord> accounts = new HashMap<>();
    private final Set<String> named = new HashSet<>();
    private final FaultList faults;
    private final String source;
    private long fresh;
    private final SeenIds history = new SeenIds();
    private long payments;
    private long formerPayments;

    /** @param source what the ids of this import's postings begin with */
    Preview(TargetView target, String source, FaultList faults) {
        this.faults = faults;
        this.source = source;
        target.postings(posting -> there.put(posting.id(), posting));
        target.history(record -> {
            if (record.kind().equals(OldRows.ACCOUNT)) {
                accounts.put(record.id(), record);
            }
            boolean remembered = history.add(record.id());
            formerPayments += remembered && isRecordedPayment(record) ? 1 : 0;
        });
    }

    /** Returns the ids of history that the target has. */
    SeenIds history() {
        return history;
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
            named.add(posting.id());
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

    private boolean isRecordedPayment(HistoryRecord record) {
        return record.kind().equals("payment")
                && record.id().startsWith(source + ":payment:")
                && !record.id().startsWith(source + FamilyPass.FOUND);
    }

    /**
     * Says so where the old store lacks payments that were copied before, as after a return to an older copy of it, whether or
     * not it has paid others since: then balances that were paid may be back. To be called after the pass.
     */
    void payments() {
        if (payments < formerPayments) {
            faults.add("the old store lacks " + (formerPayments - payments) + " of the " + formerPayments
                    + " recorded payments that were copied before: if it was"
                    + " set back to an older copy, balances that were paid since are in it again; if the rows were deleted on"
                    + " purpose add --accept-contradicted");
        }
    }

    /** Only facts of accounts change in an old store; the id of every other row says all that is in it. */
    @Override
    public void record(HistoryRecord record) {
        payments += isRecordedPayment(record) && history.contains(record.id()) ? 1 : 0;
        HistoryRecord former = accounts.get(record.id());
        boolean namedAlready = record.login()
                .map(login -> named.contains(source + ":" + login))
                .orElse(false);
        if (former != null && !former.equals(record) && !namedAlready) {
            faults.add(record.id() + " was imported before with other facts: " + difference(former, record)
                    + "; the old pool has gone on since: see that no balance is the worse for it, and set them back in the"
                    + " old store to import again");
        }
    }

    private static String difference(HistoryRecord former, HistoryRecord now) {
        SortedMap<String, String> names = new TreeMap<>(former.fields());
        names.putAll(now.fields());
        String words = names.keySet().stream()
                .filter(name ->
                        !Objects.equals(former.fields().get(name), now.fields().get(name)))
                .map(name -> name + " was " + former.fields().getOrDefault(name, "nothing") + ", now it is "
                        + now.fields().getOrDefault(name, "nothing"))
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? "their time was " + former.at() + ", now it is " + now.at() : words;
    }

    @Override
    public void list(AccessList list, String entry) {}

    @Override
    public void fault(String words) {
        faults.add(words);
    }
}
