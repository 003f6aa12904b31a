package io.potpool.redis;

import io.potpool.audit.Faults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether every batch up to each journal's mark is there, kept or folded, and whether some are known to be lost. */
final class MarkAudit {

    private final RedisCaller caller;
    private final Keys keys;
    private final Faults faults;
    private final Map<String, Long> missing = new HashMap<>();
    private final Map<String, Long> marks = new HashMap<>();

    MarkAudit(RedisCaller caller, Keys keys, Faults faults) {
        this.caller = caller;
        this.keys = keys;
        this.faults = faults;
    }

    /** Reads the marks; batches above them came later. */
    void readMarks() {
        List<@Nullable Object> replies =
                caller.readAll(List.of(Call.of("HGETALL", keys.marks()), Call.of("HGETALL", keys.folded())));
        Map<String, byte[]> folded = Replies.map(replies.get(1));
        Replies.map(replies.get(0)).forEach((journal, mark) -> {
            long sequence = Replies.number(mark);
            marks.put(journal, sequence);
            missing.put(journal, sequence - Replies.number(folded.remove(journal)));
        });
        folded.forEach((journal, count) -> faults.add("journal " + journal + ": folded batches, but no mark"));
    }

    /** Takes a batch that is kept. */
    void add(StoredBatch batch) {
        String journal = batch.journal().toString();
        Long mark = marks.get(journal);
        if (mark != null && batch.sequence() <= mark) {
            missing.merge(journal, -1L, Long::sum);
        }
    }

    /** Says what is missing, and which gaps the missing batches have not closed since. */
    void finish() {
        missing.forEach((journal, count) -> {
            if (count != 0) {
                faults.add("journal " + journal + ": the mark is " + marks.get(journal) + ", of its batches "
                        + (count > 0 ? count + " are missing" : -count + " are there twice"));
            }
        });
        Replies.map(caller.read(Call.of("HGETALL", keys.gaps()))).forEach((gap, value) -> {
            String journal = gap.substring(0, Math.max(0, gap.indexOf(':')));
            String text = Replies.text(value);
            long sequence = Long.parseLong(text.substring(0, Math.max(1, text.indexOf(' '))));
            long mark = Replies.number(caller.read(Call.of("HGET", keys.marks(), journal)));
            if (mark + 1 < sequence) {
                faults.add("gap: journal " + journal + " has gone on to batch " + sequence + ", the store has it up to "
                        + mark + " only: batches it had confirmed are lost");
            }
        });
    }
}
