package io.potpool.policy;

import io.potpool.domain.Origin;
import io.potpool.metrics.Metrics;
import io.potpool.spi.Ban;
import io.potpool.spi.PolicyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bans in force, and their copy in the store. What the operator deletes there is lifted here. Thread-safe. */
final class BanBook {

    private static final Logger LOG = LoggerFactory.getLogger(BanBook.class);
    /** Beyond it the earliest to end is given up: a flood of addresses must not fill the memory. */
    private static final int MOST = 65_536;

    private static final int DROPPED_AT_ONCE = 1024;

    private record Entry(Ban ban, boolean stored) {}

    private final PolicyStore store;
    private final Metrics metrics;
    private final Map<Origin, Entry> bans = new ConcurrentHashMap<>();
    private boolean unread;

    BanBook(PolicyStore store, Metrics metrics) {
        this.store = store;
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
        return true;
    }

    private void record(Ban ban) {
        try {
            store.ban(ban).whenComplete((done, failure) -> {
                if (failure == null) {
                    bans.computeIfPresent(
                            ban.origin(), (origin, now) -> now.ban().equals(ban) ? new Entry(ban, true) : now);
                } else {
                    metrics.count("policy.banUnrecorded");
                    LOG.debug("the ban of {} is not recorded yet", ban.origin(), failure);
                }
            });
        } catch (RuntimeException failure) {
            metrics.count("policy.banUnrecorded");
            LOG.debug("the ban of {} is not recorded yet", ban.origin(), failure);
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
        Map<Origin, Ban> stored = new HashMap<>();
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
            if (!before.containsKey(origin) && bans.putIfAbsent(origin, new Entry(ban, true)) == null) {
                added.add(origin);
            }
        });
        return added;
    }

    private void bound() {
        if (bans.size() <= MOST) {
            return;
        }
        bans.values().stream()
                .map(Entry::ban)
                .sorted((one, other) -> one.until().compareTo(other.until()))
                .limit(bans.size() - MOST + DROPPED_AT_ONCE)
                .toList()
                .forEach(ban -> {
                    metrics.count("policy.banDropped");
                    bans.remove(ban.origin());
                });
    }
}
