package io.potpool.redis;

import io.potpool.spi.JournalId;
import io.potpool.store.Recent;
import io.potpool.terms.TermsChange;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * By which number each record of the terms log was asked for. A repeat of one whose answer was lost has the number of the first
 * try, so that it gets that record and not another; not once something else was asked for the same prefix, since what holds
 * is the later record. Thread-safe.
 */
final class Asked {

    private static final int MOST = 4096;
    private static final Object DEFAULTS = "";

    private record Subject(JournalId by, Object of) {

        static Subject of(JournalId by, TermsChange change) {
            if (change instanceof TermsChange.Lease lease) {
                return new Subject(by, lease.prefix());
            }
            return new Subject(by, change instanceof TermsChange.End end ? end.prefix() : DEFAULTS);
        }
    }

    private record Try(TermsChange change, long number, boolean hasFailed) {}

    private final Map<Subject, Try> latest = new Recent<>(MOST);
    /** Another process of the same instance's id would else get this one's records. */
    private long last = ThreadLocalRandom.current().nextLong(1L << 62);

    synchronized long number(JournalId by, TermsChange change) {
        Subject subject = Subject.of(by, change);
        Try before = latest.get(subject);
        long number = before != null && before.hasFailed && before.change.equals(change) ? before.number : ++last;
        latest.put(subject, new Try(change, number, false));
        return number;
    }

    /** It is recorded, or else the answer was lost or the store did not do it. */
    synchronized void over(JournalId by, TermsChange change, long number, boolean hasFailed) {
        Subject subject = Subject.of(by, change);
        Try now = latest.get(subject);
        if (now != null && now.number == number) {
            if (hasFailed) {
                latest.put(subject, new Try(change, number, true));
            } else {
                latest.remove(subject);
            }
        }
    }
}
