package io.potpool.terms;

import io.potpool.domain.Nonce;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Changes of terms of which this instance does not know whether they have settled: those that the store has told of, and its
 * own on their way. Thread-safe.
 */
final class PendingTerms {

    /** Agreements after which a change whose answer was lost is either known or was never recorded. */
    private static final int UNTIL_FORGOTTEN = 3;

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

    Own begin(TermsChange change) {
        Own begun = new Own(change);
        own.add(begun);
        return begun;
    }

    /** The change is in the log, or was refused. */
    void over(Own change) {
        own.remove(change);
    }

    /** The answer was lost: it may be in the store or still on its way there. */
    synchronized void lost(Own change) {
        change.agreementsLeft = UNTIL_FORGOTTEN;
    }

    void tell(TermsRecord entry) {
        told.put(entry.sequence(), entry.change());
    }

    /** The store has answered, and all that is settled up to {@code sequence} is applied. */
    synchronized void agreed(long sequence) {
        told.headMap(sequence, true).clear();
        own.removeIf(change -> change.agreementsLeft != Integer.MAX_VALUE && --change.agreementsLeft <= 0);
    }

    /** Returns the highest sequence told of, or 0. */
    long highestTold() {
        var last = told.lastEntry();
        return last == null ? 0 : last.getKey();
    }

    int size() {
        return told.size() + own.size();
    }

    boolean touches(Nonce nonce) {
        return told.values().stream().anyMatch(change -> touches(change, nonce))
                || own.stream().anyMatch(change -> touches(change.change, nonce));
    }

    private static boolean touches(TermsChange change, Nonce nonce) {
        if (change instanceof TermsChange.Lease lease) {
            return lease.prefix().covers(nonce);
        }
        return !(change instanceof TermsChange.End end) || end.prefix().covers(nonce);
    }
}
