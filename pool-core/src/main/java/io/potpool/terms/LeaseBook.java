package io.potpool.terms;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import io.potpool.spi.TermsStore;
import io.potpool.work.Job;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of this instance: reserved for a session, granted to a login, ended, and free again once every height they
 * decide has left the window. Thread-safe; never blocks.
 */
public final class LeaseBook {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseBook.class);
    private static final long RETRY_MILLIS = 1000;
    private static final long FADE_HEIGHTS = 8;

    private final TermsStore store;
    private final TermsLog log;
    private final AnnouncementGate gate;
    private final PrefixAllocator prefixes;
    private final ScheduledExecutorService timer;
    private final Metrics metrics;
    private final AtomicBoolean failing = new AtomicBoolean();
    private long fadedAt;

    /** Creates the book; the log already holds what earlier runs recorded. */
    public LeaseBook(
            TermsStore store,
            TermsLog log,
            AnnouncementGate gate,
            ExtranonceSpace space,
            ScheduledExecutorService timer,
            Metrics metrics) {
        this.store = store;
        this.log = log;
        this.gate = gate;
        this.timer = timer;
        this.metrics = metrics;
        this.prefixes = new PrefixAllocator(space);
        log.prefixes().forEach(prefixes::occupy);
    }

    /** Records the end of every lease that an earlier run left open. */
    public void endEarlier() {
        log.open().forEach(this::recordEnd);
    }

    /** Reserves a prefix of {@code bytes} bytes for a session, or returns empty at the address's bound. */
    public Optional<Lease> reserve(int bytes, InetAddress address) {
        Optional<Lease> lease = prefixes.take(bytes, address).map(Held::new);
        if (lease.isEmpty()) {
            metrics.count("leases.refused");
        }
        return lease;
    }

    /** Takes note of a share that came without a lease. */
    public void noteUnleased(Nonce nonce) {
        prefixes.noteUnleased(nonce);
    }

    /** Frees what decides no height from {@code lowestHeight} on. */
    public synchronized void forgetBelow(long lowestHeight) {
        log.forgetBelow(lowestHeight).forEach(prefixes::free);
        if (lowestHeight >= fadedAt + FADE_HEIGHTS) {
            fadedAt = lowestHeight;
            prefixes.fade();
        }
    }

    private void recordEnd(NoncePrefix prefix) {
        record(new TermsChange.End(prefix), () -> recordEnd(prefix));
    }

    private void record(TermsChange change, Runnable again) {
        gate.append(store, change).whenComplete((entry, failure) -> {
            if (failure == null) {
                failing.set(false);
                return;
            }
            metrics.count("terms.appendFailed");
            if (failing.compareAndSet(false, true)) {
                LOG.warn("the store does not record changes of terms; they are tried again", failure);
            }
            if (!timer.isShutdown()) {
                var unused = timer.schedule(again, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private final class Held implements Lease {

        private final NoncePrefix prefix;
        private boolean granted;
        private boolean ended;

        Held(NoncePrefix prefix) {
            this.prefix = prefix;
        }

        @Override
        public NoncePrefix prefix() {
            return prefix;
        }

        @Override
        public synchronized void grant(Address login, LeaseTerms terms) {
            if (granted || ended) {
                return;
            }
            granted = true;
            recordOwn(new TermsChange.Lease(prefix, login, terms));
        }

        /** Under the lock of {@link #end}: a grant must never follow its own end in the log. */
        private synchronized void recordOwn(TermsChange.Lease own) {
            if (!ended) {
                record(own, () -> recordOwn(own));
            }
        }

        @Override
        public Difficulty difficulty(Job job) {
            return log.at(prefix, job.height())
                    .map(terms -> terms.effective(job))
                    .orElse(job.network());
        }

        @Override
        public synchronized void end() {
            if (ended) {
                return;
            }
            ended = true;
            if (granted) {
                recordEnd(prefix);
            } else {
                prefixes.free(prefix);
            }
        }
    }
}
