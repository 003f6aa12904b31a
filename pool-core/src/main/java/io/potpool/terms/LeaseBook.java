package io.potpool.terms;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Nonce;
import io.potpool.domain.Origin;
import io.potpool.metrics.Metrics;
import io.potpool.spi.TermsStore;
import io.potpool.work.Job;
import java.net.InetAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
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
    private final Holders holders = new Holders();
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

    /** Reserves a prefix of {@code bytes} bytes for a session. */
    public Lease reserve(int bytes, InetAddress address) {
        PrefixAllocator.Taken taken = prefixes.take(bytes, Origin.of(address));
        if (taken.granting() == Granting.SAME_LOGIN) {
            metrics.count("leases.lentAgain");
        }
        return new Held(taken);
    }

    /** Takes note of a share that came without a lease. */
    public void noteUnleased(Nonce nonce) {
        prefixes.noteUnleased(nonce);
    }

    /** Returns whether a session of {@code login} has a prefix that covers {@code nonce}, or had at {@code height} or later. */
    public boolean heldSince(long height, Nonce nonce, Address login) {
        return holders.knows(nonce, login) || log.heldSince(height, nonce, login);
    }

    /** Frees what decides no height from {@code lowestHeight} on. */
    public synchronized void forgetBelow(long lowestHeight) {
        log.forgetBelow(lowestHeight).forEach(prefixes::forgotten);
        holders.forgetBelow(lowestHeight);
        if (lowestHeight >= fadedAt + FADE_HEIGHTS) {
            fadedAt = lowestHeight;
            prefixes.fade();
        }
    }

    private void recordEnd(NoncePrefix prefix) {
        record(new TermsChange.End(prefix), () -> prefixes.lendable(prefix), () -> recordEnd(prefix));
    }

    private void record(TermsChange change, Runnable done, Runnable again) {
        gate.append(store, change).whenComplete((entry, failure) -> {
            if (failure == null) {
                failing.set(false);
                done.run();
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
        private final Granting granting;
        private @Nullable Address holder;
        private TermsChange.@Nullable Lease newest;
        private boolean ended;

        Held(PrefixAllocator.Taken taken) {
            this.prefix = taken.prefix();
            this.granting = taken.granting();
        }

        @Override
        public NoncePrefix prefix() {
            return prefix;
        }

        @Override
        public synchronized void grant(Address login, LeaseTerms terms) {
            if (holder != null || ended) {
                return;
            }
            holder = login;
            holders.began(prefix, login);
            if (mayHold(login)) {
                prefixes.logged(prefix);
                set(login, terms);
            } else {
                metrics.count("leases.defaultTerms");
            }
        }

        private boolean mayHold(Address login) {
            return switch (granting) {
                case ANYBODY -> true;
                case SAME_LOGIN -> log.lastHolder(prefix).map(login::equals).orElse(true);
                case NOBODY -> false;
            };
        }

        @Override
        public synchronized void change(LeaseTerms terms) {
            if (newest != null && !ended) {
                set(newest.login(), terms);
            }
        }

        private void set(Address login, LeaseTerms terms) {
            TermsChange.Lease own = new TermsChange.Lease(prefix, login, terms);
            newest = own;
            recordOwn(own);
        }

        /** Under the lock of {@link #end}: neither a grant may follow its own end in the log, nor old terms newer ones. */
        private synchronized void recordOwn(TermsChange.Lease own) {
            if (!ended && own.equals(newest)) {
                record(own, () -> {}, () -> recordOwn(own));
            }
        }

        @Override
        public Difficulty difficulty(Job job) {
            return log.at(prefix, job.height())
                    .map(terms -> terms.effective(job))
                    .orElse(job.network());
        }

        @Override
        public Difficulty lowest(Job job) {
            return log.defaultsAt(job.height()).map(Terms::difficulty).orElse(job.network());
        }

        @Override
        public synchronized void end() {
            if (ended) {
                return;
            }
            ended = true;
            if (holder != null) {
                holders.ended(prefix, holder, gate.announced());
            }
            prefixes.ended(prefix, newest != null);
            if (newest != null) {
                recordEnd(prefix);
            }
        }
    }
}
