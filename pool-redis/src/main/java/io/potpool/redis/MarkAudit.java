package io.potpool.redis;

import io.potpool.audit.Faults;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether every batch up to each journal's mark is there, kept or folded, and whether some are known to be lost. */
final class MarkAudit {

    private static final long PAGE = 4096;

    private final RedisCaller caller;
    private final Keys keys;
    private final Faults faults;
    private final Map<String, Long> missing = new HashMap<>();
    private final Map<String, Long> marks = new HashMap<>();
    private final Map<String, Map<Long, BitSet>> kept = new HashMap<>();

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
            if (isTwice(journal, batch.sequence())) {
                faults.add("journal " + journal + ": its batch " + batch.sequence() + " is there twice");
            }
        }
    }

    /** One that is there twice could stand for one that is missing. A bit for each kept batch. */
    private boolean isTwice(String journal, long sequence) {
        BitSet page = kept.computeIfAbsent(journal, unused -> new HashMap<>())
                .computeIfAbsent(Math.floorDiv(sequence, PAGE), unused -> new BitSet());
        int place = (int) Math.floorMod(sequence, PAGE);
        boolean twice = page.get(place);
        page.set(place);
        return twice;
    }

    /** Says whose rows are missing, or there twice. */
    void rows() {
        missing.forEach((journal, count) -> {
            if (count != 0) {
                faults.add("journal " + journal + ": the mark is " + marks.get(journal) + ", of its batches "
                        + (count > 0 ? count + " are missing" : -count + " are there twice"));
            }
        });
    }

    /** Says which batches never came, or were lost with all they had booked. */
    void gaps() {
        Replies.map(caller.read(Call.of("HGETALL", keys.gaps()))).forEach((gap, value) -> {
            String journal = gap.substring(0, Math.max(0, gap.indexOf(':')));
            String text = new String(value, StandardCharsets.UTF_8);
            long sequence;
            try {
                sequence = Long.parseLong(text.split(" ", 2)[0]);
            } catch (NumberFormatException damage) {
                faults.add("gap: what journal " + journal + " has gone on to is damaged: " + text);
                return;
            }
            long mark = Replies.number(caller.read(Call.of("HGET", keys.marks(), journal)));
            if (mark + 1 < sequence) {
                faults.add("gap: journal " + journal + " has gone on to batch " + sequence + ", the store has it up to "
                        + mark + " only: batches it had confirmed are lost");
            }
        });
    }
}
