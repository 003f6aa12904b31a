package io.potpool.policy;

import io.potpool.domain.Origin;
import io.potpool.metrics.Metrics;
import io.potpool.spi.Ban;
import io.potpool.spi.PolicyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bans in force, and their copy in the store. What the operator deletes there is lifted here. Thread-safe. */
final class BanBook {

    private static final Logger LOG = LoggerFactory.getLogger(BanBook.class);
    private static final int PARTS = 64;

    private record Entry(Ban ban, boolean stored) {}

    private final PolicyStore store;
    private final Metrics metrics;
    private final int most;
    private final int slack;
    private final Map<Origin, Entry> bans = new ConcurrentHashMap<>();
    private final AtomicBoolean unrecorded = new AtomicBoolean();
    private boolean unread;

    /** Beyond {@code most} bans the earliest to end are given up: a flood of addresses must not fill memory or store. */
    BanBook(PolicyStore store, int most, Metrics metrics) {
        this.store = store;
        this.most = most;
        this.slack = most / PARTS;
        this.metrics = metrics;
        metrics.gauge("policy.banned", bans::size);
    }

    boolean isBanned(Origin origin, Instant now) {
        Entry entry = bans.get(origin);
        return entry != null && now.isBefore(entry.ban().until());
    }

    /** Puts a ban in force at once, and records it when the store can; returns false if there is one already. */
    synchronized boolean add(Ban ban, Instant now) {
        if (isBanned(ban.origin(), now)) {
            return false;
        }
        bans.put(ban.origin(), new Entry(ban, false));
        record(ban);
        if (bans.size() > most + slack) {
            bound();
        }
        return true;
    }

    private void record(Ban ban) {
        try {
            store.ban(ban).whenComplete((done, failure) -> {
                if (failure == null) {
                    unrecorded.set(false);
                    bans.computeIfPresent(
                            ban.origin(), (origin, now) -> now.ban().equals(ban) ? new Entry(ban, true) : now);
                } else {
                    unrecorded(ban, failure);
                }
            });
        } catch (RuntimeException failure) {
            unrecorded(ban, failure);
        }
    }

    private void unrecorded(Ban ban, Throwable failure) {
        metrics.count("policy.banUnrecorded");
        if (unrecorded.compareAndSet(false, true)) {
            LOG.warn(
                    "bans are in force but not recorded, that of {} first; this is tried again", ban.origin(), failure);
        }
    }

    /**
     * Forgets what is over, records what is not recorded yet, and takes over what changed in the store. Blocks; called by
     * one thread at a time.
     *
     * @return the origins that are banned now and were not
     */
    List<Origin> refresh(Instant now) {
        bans.values().removeIf(entry -> !now.isBefore(entry.ban().until()));
        bound();
        Map<Origin, Entry> before = new HashMap<>(bans);
        Map<Origin, Ban> stored = new LinkedHashMap<>();
        try {
            store.bans(now).forEach(ban -> stored.put(ban.origin(), ban));
            unread = false;
        } catch (RuntimeException failure) {
            metrics.count("policy.bansUnread");
            if (!unread) {
                LOG.warn("the stored bans cannot be read, those in force stay", failure);
            }
            unread = true;
            return List.of();
        }
        List<Origin> added = new ArrayList<>();
        before.forEach((origin, entry) -> {
            if (!entry.stored()) {
                record(entry.ban());
            } else if (!stored.containsKey(origin) && bans.remove(origin, entry)) {
                LOG.info("the ban of {} is lifted by the store", origin);
            }
        });
        stored.forEach((origin, ban) -> {
            Entry entry = before.get(origin);
            if (entry != null) {
                takeOver(entry, ban);
            } else if (bans.size() < most && bans.putIfAbsent(origin, new Entry(ban, true)) == null) {
                added.add(origin);
            }
        });
        return added;
    }

    private void takeOver(Entry entry, Ban ban) {
        if (entry.stored() && !entry.ban().equals(ban)) {
            bans.replace(ban.origin(), entry, new Entry(ban, true));
        }
    }

    private synchronized void bound() {
        if (bans.size() <= most) {
            return;
        }
        bans.values().stream()
                .map(Entry::ban)
                .sorted((one, other) -> one.until().compareTo(other.until()))
                .limit(bans.size() - most + slack)
                .toList()
                .forEach(this::giveUp);
    }

    private void giveUp(Ban ban) {
        metrics.count("policy.banDropped");
        bans.remove(ban.origin());
        try {
            var unused = store.lift(ban.origin()).exceptionally(failure -> {
                metrics.count("policy.banUnlifted");
                return null;
            });
        } catch (RuntimeException failure) {
            metrics.count("policy.banUnlifted");
        }
    }
}
