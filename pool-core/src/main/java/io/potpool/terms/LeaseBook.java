package io.potpool.terms;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Nonce;
import io.potpool.domain.Origin;
import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.spi.TermsStore;
import io.potpool.work.Job;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final int MOST_ENDING = 512;

    private final TermsStore store;
    private final TermsLog log;
    private final AnnouncementGate gate;
    private final PrefixAllocator prefixes;
    private final ScheduledExecutorService timer;
    private final Metrics metrics;
    private final Holders holders = new Holders();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final Set<NoncePrefix> ending = ConcurrentHashMap.newKeySet();
    private volatile boolean hasLostBytes;
    private volatile Runnable whenShort = () -> {};
    private long fadedAt;

    /** Creates the book; the log already holds what earlier runs recorded. Prefixes come when {@link #own} has given a part. */
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
        metrics.gauge("leases.firstBytes", prefixes::ownedBytes);
    }

    /** Grants prefixes that begin with this byte too: they are this instance's alone. */
    public void own(int firstByte) {
        prefixes.own(firstByte);
    }

    /** Returns the first bytes that this instance grants prefixes of. */
    public Set<Integer> ownBytes() {
        return prefixes.ownBytes();
    }

    /**
     * Grants no prefix of these first bytes any more: another instance does. Sessions that have one are to be ended, see {@link
     * Lease#isLost()}; one that this instance granted ends in the log too.
     */
    public void disown(Set<Integer> firstBytes) {
        for (int firstByte : firstBytes) {
            if (prefixes.ownBytes().contains(firstByte)) {
                prefixes.disown(firstByte);
                hasLostBytes = true;
                metrics.count("leases.bytesLost");
                LOG.error(
                        "the store has lost that the first byte {} of the nonce space is this instance's, and another"
                                + " instance has got it: its sessions are ended, their miners connect again",
                        String.format(Locale.ROOT, "%02x", firstByte));
            }
        }
        if (prefixes.runsShort()) {
            whenShort.run();
        }
    }

    /** Sets what gets another first byte when prefixes run short; called on any thread, it must not block. */
    public void whenShort(Runnable more) {
        whenShort = more;
    }

    /** Returns the prefixes whose lease is open, and which instance granted it. */
    public Map<NoncePrefix, JournalId> open() {
        return log.open();
    }

    /**
     * Records the end of leases whose instance is over; of so many at a time as can be on their way at once, the others when it
     * is called again.
     */
    public void end(Collection<NoncePrefix> prefixesOfOthers) {
        for (NoncePrefix prefix : prefixesOfOthers) {
            if (ending.size() < MOST_ENDING && ending.add(prefix)) {
                metrics.count("leases.endedForOthers");
                recordEnd(prefix);
            }
        }
    }

    /** Reserves a prefix of {@code bytes} bytes for a session. */
    public Lease reserve(int bytes, InetAddress address) {
        PrefixAllocator.Taken taken = prefixes.take(bytes, Origin.of(address));
        if (taken.granting() == Granting.SAME_LOGIN) {
            metrics.count("leases.lentAgain");
        }
        if (prefixes.runsShort()) {
            whenShort.run();
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

    /** Of a lease without a session here. */
    private void recordEnd(NoncePrefix prefix) {
        record(
                new TermsChange.End(prefix),
                () -> {
                    ending.remove(prefix);
                    prefixes.lendable(prefix);
                },
                () -> recordEnd(prefix));
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
        private @Nullable TermsChange recorded;
        private boolean writing;
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
                newest = new TermsChange.Lease(prefix, login, terms);
                write();
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
                newest = new TermsChange.Lease(prefix, newest.login(), terms);
                write();
            }
        }

        /** One change at a time: however long records take to settle, a lease has one on its way and the newest to come. */
        private synchronized void write() {
            TermsChange next = ended ? new TermsChange.End(prefix) : newest;
            if (writing || next == null || next.equals(recorded)) {
                return;
            }
            writing = true;
            record(next, () -> written(next), this::again);
        }

        private synchronized void again() {
            writing = false;
            write();
        }

        private synchronized void written(TermsChange done) {
            writing = false;
            recorded = done;
            if (done instanceof TermsChange.End) {
                prefixes.lendable(prefix);
            } else {
                write();
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
        public boolean isLost() {
            return hasLostBytes && granting != Granting.NOBODY && !prefixes.isOwn(prefix);
        }

        /** The last record of a prefix that another instance has granted meanwhile is not this session's to end. */
        private boolean isGrantedByOther() {
            return isLost() && !gate.self().equals(log.open().get(prefix));
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
            if (newest != null && !isGrantedByOther()) {
                write();
            }
        }
    }
}
