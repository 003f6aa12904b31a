package io.potpool.terms;

import io.potpool.spi.Agreement;
import io.potpool.spi.HeightStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.TermsStore;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the announcement of a height and the recording of terms apart, so that no record ever decides a height whose
 * work some miner already has.
 *
 * <p>{@link #raise} shows the new height to all later records and waits for those that read a lower one to be durable.
 * A record never waits, so however many are written, and however many share a transaction, an announcement is neither
 * starved nor deadlocked. A record that a store keeps for more than a second is not waited for any longer: in this run it
 * holds above the heights announced meanwhile.
 */
public final class AnnouncementGate {

    private static final Logger LOG = LoggerFactory.getLogger(AnnouncementGate.class);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TermsLog log;
    private final JournalId self;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition recorded = lock.newCondition();
    private final Set<Ticket> reading = new HashSet<>();
    private volatile long announced;

    /** Creates the gate of the instance {@code self} over {@code log}, with the highest height announced until now, or -1. */
    public AnnouncementGate(TermsLog log, JournalId self, long announced) {
        this.self = self;
        this.log = log;
        this.announced = announced;
    }

    /** Returns the highest height ever announced, or -1. */
    public long announced() {
        return announced;
    }

    /** Returns the instance whose gate this is. */
    public JournalId self() {
        return self;
    }

    /** Records in the store that this instance is about to announce {@code height}. */
    public CompletionStage<Agreement> record(HeightStore heights, long height) {
        return heights.announce(self, height, log.lastSequence());
    }

    /** Takes note that work of {@code height} is announced from now on; waits for records just being written. */
    public void raise(long height) {
        lock.lock();
        try {
            announced = Math.max(announced, height);
            long patience = PATIENCE_NANOS;
            boolean interrupted = false;
            while (patience > 0 && reading.stream().anyMatch(ticket -> ticket.holdsUp(height))) {
                try {
                    patience = recorded.awaitNanos(patience);
                } catch (InterruptedException stop) {
                    interrupted = true;
                }
            }
            for (Ticket ticket : reading) {
                if (ticket.holdsUp(height)) {
                    LOG.error("the store keeps a change of terms for too long; height {} is announced before", height);
                    ticket.late = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records a change; when the stage completes, the record is durable and in force in the log. */
    public CompletionStage<TermsRecord> append(TermsStore store, TermsChange change) {
        Ticket ticket = new Ticket();
        CompletionStage<TermsRecord> written;
        try {
            written = store.append(self, change, ticket::read);
        } catch (RuntimeException fault) {
            written = CompletableFuture.failedFuture(fault);
        }
        return written.whenComplete((entry, failure) -> ticket.done(entry));
    }

    private final class Ticket {

        private long read;
        private boolean late;

        long read() {
            lock.lock();
            try {
                if (reading.add(this)) {
                    read = announced;
                }
                return read;
            } finally {
                lock.unlock();
            }
        }

        boolean holdsUp(long height) {
            return !late && read < height;
        }

        void done(@Nullable TermsRecord entry) {
            lock.lock();
            try {
                if (entry != null) {
                    log.apply(late ? aboveAnnounced(entry) : entry);
                }
            } finally {
                reading.remove(this);
                recorded.signalAll();
                lock.unlock();
            }
        }

        private TermsRecord aboveAnnounced(TermsRecord entry) {
            return new TermsRecord(
                    entry.sequence(), entry.by(), Math.max(entry.fromHeight(), announced + 1), entry.change());
        }
    }
}
