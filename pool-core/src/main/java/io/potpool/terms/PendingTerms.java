package io.potpool.terms;

import io.potpool.domain.Nonce;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Changes of terms of which this instance does not know whether they have settled: those that the store has told of, and its
 * own on their way. Thread-safe; looking a nonce up takes the same time however many there are.
 */
final class PendingTerms {

    /** Agreements after which a change whose answer was lost is either known or was never recorded. */
    private static final int UNTIL_FORGOTTEN = 3;

    private static final int SHORTEST = 2;
    private static final int LONGEST = 3;

    /** A change of this instance on its way. */
    static final class Own {
        private final TermsChange change;
        private int agreementsLeft = Integer.MAX_VALUE;

        private Own(TermsChange change) {
            this.change = change;
        }
    }

    private final NavigableMap<Long, TermsChange> told = new ConcurrentSkipListMap<>();
    private final Set<Own> own = ConcurrentHashMap.newKeySet();
    /** How many changes of these there are by the prefix they touch, and how many that touch all nonces. */
    private final Map<NoncePrefix, Integer> touched = new ConcurrentHashMap<>();

    private final AtomicInteger ofAll = new AtomicInteger();

    Own begin(TermsChange change) {
        Own begun = new Own(change);
        own.add(begun);
        count(change, 1);
        return begun;
    }

    /** The change is in the log, or was refused. */
    void over(Own change) {
        if (own.remove(change)) {
            count(change.change, -1);
        }
    }

    /** The answer was lost: it may be in the store or still on its way there. */
    synchronized void lost(Own change) {
        change.agreementsLeft = UNTIL_FORGOTTEN;
    }

    synchronized void tell(TermsRecord entry) {
        count(entry.change(), 1);
        drop(told.put(entry.sequence(), entry.change()));
    }

    /** The store has answered, and all that is settled up to {@code sequence} is applied. */
    synchronized void agreed(long sequence) {
        forget(told.headMap(sequence, true));
        for (Own change : own) {
            if (change.agreementsLeft != Integer.MAX_VALUE && --change.agreementsLeft <= 0) {
                over(change);
            }
        }
    }

    /** The store tells all that is pending once more; what it has told before may still come, or is lost. */
    synchronized void forgetTold() {
        told.values().forEach(change -> lost(begin(change)));
        forget(told);
    }

    private void forget(NavigableMap<Long, TermsChange> over) {
        var first = over.pollFirstEntry();
        while (first != null) {
            drop(first.getValue());
            first = over.pollFirstEntry();
        }
    }

    private void drop(@Nullable TermsChange change) {
        if (change != null) {
            count(change, -1);
        }
    }

    private void count(TermsChange change, int more) {
        if (change instanceof TermsChange.Lease lease) {
            count(lease.prefix(), more);
        } else if (change instanceof TermsChange.End end) {
            count(end.prefix(), more);
        } else {
            ofAll.addAndGet(more);
        }
    }

    private void count(NoncePrefix prefix, int more) {
        touched.merge(prefix, more, (before, change) -> before + change == 0 ? null : before + change);
    }

    /** Returns the highest sequence told of, or 0. */
    long highestTold() {
        var last = told.lastEntry();
        return last == null ? 0 : last.getKey();
    }

    int size() {
        return told.size() + own.size();
    }

    /** Returns whether one of them touches all nonces: new default terms. */
    boolean touchesAll() {
        return ofAll.get() > 0;
    }

    boolean touches(Nonce nonce) {
        if (touchesAll()) {
            return true;
        }
        for (int bytes = SHORTEST; bytes <= LONGEST; bytes++) {
            if (touched.containsKey(NoncePrefix.of(nonce, bytes))) {
                return true;
            }
        }
        return false;
    }
}
