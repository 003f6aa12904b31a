package io.potpool.redis;

import io.potpool.spi.JournalId;
import io.potpool.spi.StoreException;
import io.potpool.terms.TermsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** This process's own records that wait to be settled, with a bound. Used on the writer's thread. */
final class Unsettled {

    private record Waiting(JournalId by, CompletableFuture<TermsRecord> answer) {}

    /** How many may wait. */
    static final int BOUND = 16_384;

    private final NavigableMap<Long, Waiting> waiting = new TreeMap<>();

    /** Returns the sequence from which on an agreement must tell the records, for one who has applied {@code known}. */
    long from(long known) {
        return waiting.isEmpty() ? known : Math.min(known, waiting.firstKey() - 1);
    }

    /** @throws StoreException if too many wait: the record may settle all the same */
    void add(long sequence, JournalId by, CompletableFuture<TermsRecord> answer) {
        if (waiting.size() >= BOUND) {
            throw new StoreException(BOUND + " records of the terms log wait for other instances");
        }
        waiting.put(sequence, new Waiting(by, answer));
    }

    int size() {
        return waiting.size();
    }

    /**
     * Returns what completes the stages of the records that an agreement brings. What it should bring and does not, the
     * store has lost: that fails.
     *
     * @param from the sequence after which it brings all that are settled
     */
    Runnable settled(Agreed agreed, long from) {
        List<Runnable> answers = new ArrayList<>();
        for (TermsRecord entry : agreed.records()) {
            Waiting own = waiting.get(entry.sequence());
            if (own != null && own.by().equals(entry.by())) {
                waiting.remove(entry.sequence());
                answers.add(() -> own.answer().complete(entry));
            }
        }
        if (from < agreed.settled()) {
            Map<Long, Waiting> lost = waiting.subMap(from, false, agreed.settled(), true);
            lost.forEach((sequence, own) -> answers.add(() -> own.answer()
                    .completeExceptionally(
                            new StoreException("the store has lost record " + sequence + " of the terms log"))));
            lost.clear();
        }
        return () -> answers.forEach(Runnable::run);
    }

    /** Fails all that wait. */
    void fail(StoreException failure) {
        waiting.values().forEach(own -> own.answer().completeExceptionally(failure));
        waiting.clear();
    }
}
