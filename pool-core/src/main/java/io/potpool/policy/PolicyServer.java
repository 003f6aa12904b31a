package io.potpool.policy;

import io.potpool.domain.Address;
import io.potpool.domain.Origin;
import io.potpool.metrics.Metrics;
import io.potpool.spi.AccessPolicy;
import io.potpool.spi.Ban;
import io.potpool.spi.Offence;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.Visit;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundled policy. Each address ({@link Origin}) has a score of what it sent within a window; malformed requests and
 * the part of invalid among all shares lead to a ban, which ends on time, closes live sessions and survives a restart.
 * Late shares, duplicates and everything that is the pool's own fault never count.
 *
 * <p>Thread-safe. Admissions and verdicts never block; store, list file and ban command have threads of their own.
 */
public final class PolicyServer implements AccessPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyServer.class);
    /** Addresses that are remembered, beside those that are connected: beyond it the idle are forgotten. */
    private static final int MOST_HOSTS = 65_536;

    private static final int LOOKED_AT = 64;
    private static final long TICK_MILLIS = 10_000;

    private final PolicySettings settings;
    private final Metrics metrics;
    private final InstantSource clock;
    private final Verdicts verdicts;
    private final AccessLists lists;
    private final BanBook bans;
    private final BanCommand command;
    private final Map<Origin, Host> hosts = new ConcurrentHashMap<>();
    /** The black-listed logins that the log has named since the lists were read last: a rig may ask twice a second. */
    private final Set<Address> toldOf = ConcurrentHashMap.newKeySet();

    private Iterator<Host> hand = hosts.values().iterator();
    private final Instant graceEnd;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "potpool-policy");
        thread.setDaemon(true);
        return thread;
    });

    /** Reads the store's lists and bans, which may block, and begins to keep them fresh. */
    public PolicyServer(PolicySettings settings, PolicyStore store, Metrics metrics, InstantSource clock) {
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.verdicts = new Verdicts(settings);
        this.lists = new AccessLists(store, settings.blacklistFile(), metrics);
        this.bans = new BanBook(store, PolicyStore.MOST_BANS, metrics);
        this.command = new BanCommand(settings.banCommand(), settings.workers(), metrics);
        this.graceEnd = clock.instant()
                .plus(settings.limits().map(PolicySettings.Limits::grace).orElse(Duration.ZERO));
        metrics.gauge("policy.addresses", hosts::size);
        if (!settings.banning()) {
            LOG.warn("banning is off: nobody is banned, whatever he sends");
        }
        refresh();
        long refreshMillis = settings.refresh().toMillis();
        var unusedRefresh =
                timer.scheduleWithFixedDelay(this::refresh, refreshMillis, refreshMillis, TimeUnit.MILLISECONDS);
        var unusedTidy = timer.scheduleWithFixedDelay(this::tidy, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<Visit> admit(InetAddress address, Runnable eviction) {
        Origin origin = Origin.of(address);
        Instant now = clock.instant();
        if (isBanned(origin, now)) {
            metrics.count("policy.refused{banned}");
            return Optional.empty();
        }
        while (true) {
            Host host = host(origin, now);
            Guest guest = new Guest(this, host, eviction);
            Optional<Host.Refusal> refusal = host.enter(
                    guest, settings.perAddress(), isWhite(origin), now.isBefore(graceEnd), now.toEpochMilli());
            if (refusal.isEmpty()) {
                if (isBanned(origin, now)) {
                    guest.evict();
                }
                return Optional.of(guest);
            }
            if (refusal.get() != Host.Refusal.GONE) {
                refused(origin, refusal.get());
                return Optional.empty();
            }
            hosts.remove(origin, host);
        }
    }

    private void refused(Origin origin, Host.Refusal refusal) {
        boolean crowded = refusal == Host.Refusal.CROWDED;
        metrics.count(crowded ? "policy.refused{per-address}" : "policy.refused{rate}");
        LOG.debug("{} is refused: {}", origin, crowded ? "too many connections" : "too many in too short a time");
    }

    private Host host(Origin origin, Instant now) {
        Host known = hosts.get(origin);
        if (known != null) {
            return known;
        }
        if (hosts.size() >= MOST_HOSTS) {
            forgetIdle();
        }
        return hosts.computeIfAbsent(origin, unused -> new Host(origin, settings, now.toEpochMilli()));
    }

    /** Looks for an idle address from where it stopped; if all those are connected, the memory is larger for a while. */
    private synchronized void forgetIdle() {
        for (int i = 0; i < LOOKED_AT; i++) {
            if (!hand.hasNext()) {
                hand = hosts.values().iterator();
            }
            if (hand.hasNext() && hand.next().retireIdle()) {
                hand.remove();
                metrics.count("policy.forgotten");
                return;
            }
        }
    }

    private boolean isBanned(Origin origin, Instant now) {
        return bans.isBanned(origin, now) && !isWhite(origin);
    }

    boolean isWhite(Origin origin) {
        return lists.isWhite(origin);
    }

    /** Returns whether shares of an address are not bounded: nobody is where nobody is banned. */
    boolean isFree(Origin origin) {
        return !settings.banning() || isWhite(origin);
    }

    boolean mayLogin(Address login) {
        if (lists.isBlack(login)) {
            metrics.count("policy.refused{blacklisted}");
            if (toldOf.add(login)) {
                LOG.info("the black-listed login {} is refused", login);
            }
            return false;
        }
        return true;
    }

    long nowMillis() {
        return clock.millis();
    }

    void offended(Host host, Offence kind) {
        metrics.count("policy.offence{" + kind.label() + "}");
        Instant now = clock.instant();
        Optional<String> reason = host.offence(kind, verdicts, now.toEpochMilli());
        if (reason.isEmpty() || !settings.banning() || isWhite(host.origin())) {
            return;
        }
        Ban ban = new Ban(host.origin(), now.plus(settings.banTime()), reason.get());
        if (!bans.add(ban, now)) {
            return;
        }
        metrics.count(kind.isShare() ? "policy.bans{invalid}" : "policy.bans{malformed}");
        LOG.warn("{} is banned until {}: {}", ban.origin(), ban.until(), ban.reason());
        evictAll(host);
        command.tell(ban, settings.banTime());
    }

    private void evictAll(Host host) {
        for (Guest guest : host.guests()) {
            metrics.count("policy.evicted");
            guest.evict();
        }
    }

    private void refresh() {
        try {
            lists.refresh();
            toldOf.clear();
            for (Origin origin : bans.refresh(clock.instant())) {
                Host host = hosts.get(origin);
                if (host != null && !isWhite(origin)) {
                    evictAll(host);
                }
            }
            hosts.values().forEach(this::evictBlack);
        } catch (RuntimeException fault) {
            metrics.count("policy.faults");
            LOG.error("the policy could not be refreshed", fault);
        }
    }

    private void evictBlack(Host host) {
        for (Guest guest : host.guests()) {
            if (guest.login().filter(lists::isBlack).isPresent()) {
                metrics.count("policy.evicted");
                guest.evict();
            }
        }
    }

    private void tidy() {
        try {
            long now = nowMillis();
            hosts.values().removeIf(host -> host.retire(now));
            if (hosts.size() >= MOST_HOSTS) {
                hosts.values().removeIf(Host::retireIdle);
            }
        } catch (RuntimeException fault) {
            metrics.count("policy.faults");
            LOG.error("the policy could not be tidied", fault);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        command.close();
    }
}
