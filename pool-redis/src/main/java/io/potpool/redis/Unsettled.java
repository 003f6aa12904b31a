package io.potpool.redis;

import io.potpool.spi.StoreException;
import io.potpool.terms.TermsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** This process's own records that wait to be settled, with a bound. Used on the writer's thread. */
final class Unsettled {

    /** How many may wait. */
    static final int BOUND = 16_384;

    private final Map<Long, CompletableFuture<TermsRecord>> waiting = new TreeMap<>();

    /** Returns the sequence from which on an agreement must tell the records, for one who has applied {@code known}. */
    long from(long known) {
        return waiting.isEmpty() ? known : Math.min(known, ((TreeMap<Long, ?>) waiting).firstKey() - 1);
    }

    /** @throws StoreException if too many wait: the record may settle all the same */
    void add(long sequence, CompletableFuture<TermsRecord> answer) {
        if (waiting.size() >= BOUND) {
            throw new StoreException(BOUND + " records of the terms log wait for other instances");
        }
        waiting.put(sequence, answer);
    }

    int size() {
        return waiting.size();
    }

    /** Returns what completes the stages of the records that an agreement brings. */
    Runnable settled(Agreed agreed) {
        List<Runnable> answers = new ArrayList<>();
        for (TermsRecord entry : agreed.records()) {
            CompletableFuture<TermsRecord> answer = waiting.remove(entry.sequence());
            if (answer != null) {
                answers.add(() -> answer.complete(entry));
            }
        }
        return () -> answers.forEach(Runnable::run);
    }

    /** Fails all that wait. */
    void fail(StoreException failure) {
        waiting.values().forEach(answer -> answer.completeExceptionally(failure));
        waiting.clear();
    }
}
