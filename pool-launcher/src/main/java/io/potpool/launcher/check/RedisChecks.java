package io.potpool.launcher.check;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.config.RedisConfig;
import io.potpool.launcher.migrate.OldBalances;
import io.potpool.launcher.pool.RedisConnections;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.metrics.Metrics;
import io.potpool.redis.RedisDurability;
import io.potpool.redis.RedisProbe;
import io.potpool.spi.InstanceView;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at the shared store: whether it can be used, who uses it, and what its server's settings make of "durable". */
final class RedisChecks {

    private static final String NAME = "redis";

    /** An instance that runs is heard of every second. */
    private static final Duration SILENT = Duration.ofSeconds(30);

    private final PoolConfig config;
    private final RedisConfig redis;
    private final InstantSource clock;

    RedisChecks(PoolConfig config, RedisConfig redis, InstantSource clock) {
        this.config = config;
        this.redis = redis;
        this.clock = clock;
    }

    List<Verdict> run() {
        List<Verdict> verdicts = new ArrayList<>();
        StoreOpening opening = new StoreOpening(config, new Metrics());
        try {
            Optional<Path> leftBehind = opening.leftBehind();
            if (leftBehind.isPresent()) {
                verdicts.add(Verdict.fail(
                        "store",
                        leftBehind.get() + " has an embedded store whose balances nobody would pay",
                        opening.remedy(leftBehind.get())));
                durability(verdicts);
                return verdicts;
            }
        } catch (RuntimeException failure) {
            verdicts.add(Verdict.fail(
                    "store",
                    String.valueOf(failure.getMessage()),
                    "see that " + config.dataDirectory() + " is readable, or move that directory away"));
            return verdicts;
        }
        try {
            if (!probe().isThere()) {
                verdicts.add(Verdict.ok("store", opening.inWords() + " is not there yet: the first start makes it"));
                oldBalances(new NoLedger(), verdicts);
                durability(verdicts);
                return verdicts;
            }
        } catch (RuntimeException failure) {
            verdicts.add(away(opening, failure));
            return verdicts;
        }
        try (PoolStore store = opening.open()) {
            List<InstanceView> all = store.instances().all();
            verdicts.add(Verdict.ok(
                    "store",
                    opening.inWords() + " opens; highest height announced "
                            + store.heights().highestAnnounced() + "; " + instances(all)));
            all.stream().filter(this::isSilent).map(view -> silent(view, all)).forEach(verdicts::add);
            verdicts.addAll(sameNames(all));
            oldBalances(store.ledger(), verdicts);
        } catch (IOException | RuntimeException failure) {
            verdicts.add(away(opening, failure));
            return verdicts;
        }
        durability(verdicts);
        return verdicts;
    }

    private String instances(List<InstanceView> all) {
        return all.isEmpty()
                ? "no instance runs on it"
                : all.stream().map(this::words).collect(Collectors.joining(", ", "instances: ", ""));
    }

    private String words(InstanceView view) {
        return view.instance().name() + (isSilent(view) ? " (silent since " + view.at() + ")" : "");
    }

    private boolean isSilent(InstanceView view) {
        return Duration.between(view.at(), clock.instant()).compareTo(SILENT) > 0;
    }

    private Verdict silent(InstanceView view, List<InstanceView> all) {
        String name = view.instance().name();
        return Verdict.warn(
                "instance",
                name + " is silent since " + view.at() + ": if others run, no terms change until "
                        + view.at().plus(config.spool().maxAge().multipliedBy(2)),
                "start it again; if it will not come back: potpool forget " + view.handle(all) + " " + config.file());
    }

    private List<Verdict> sameNames(List<InstanceView> all) {
        Map<String, List<InstanceView>> byName = all.stream()
                .collect(
                        Collectors.groupingBy(view -> view.instance().name(), LinkedHashMap::new, Collectors.toList()));
        return byName.entrySet().stream()
                .filter(named -> named.getValue().size() > 1)
                .map(named -> Verdict.warn(
                        "instance",
                        named.getValue().size() + " instances are called " + named.getKey() + ", with the ids "
                                + named.getValue().stream()
                                        .map(view -> view.instance().id() + (isSilent(view) ? " (silent)" : ""))
                                        .collect(Collectors.joining(", ")),
                        "give each a \"name\" of its own; until then say the id: potpool forget ID " + config.file()))
                .toList();
    }

    private void oldBalances(LedgerStore ledger, List<Verdict> verdicts) {
        if (redis.mode() == RedisConfig.Mode.CLUSTER) {
            return;
        }
        try {
            OldBalances.look(RedisConnections.of(redis), redis.prefix(), ledger)
                    .ifPresent(found -> verdicts.add(Verdict.warn(
                            NAME,
                            found,
                            "see \"moving in\" in docs/operating: potpool import --prefix " + redis.prefix()
                                    + " --from redis://... --dry-run " + config.file())));
        } catch (RuntimeException failure) {
            verdicts.add(Verdict.warn(
                    NAME,
                    "whether an old pool's balances are in it is unknown: " + failure.getMessage(),
                    "look for keys " + redis.prefix() + ":miners:*"));
        }
    }

    private static Verdict away(StoreOpening opening, Exception failure) {
        String reason = String.valueOf(failure.getMessage());
        return Verdict.fail("store", opening.inWords() + ": " + reason, Refusals.remedy(reason));
    }

    private RedisProbe probe() {
        return new RedisProbe(RedisConnections.of(redis), redis.prefix());
    }

    private void durability(List<Verdict> verdicts) {
        try {
            probe().refusal()
                    .ifPresent(reason -> verdicts.add(
                            Verdict.fail(NAME, "it takes no changes: " + reason, Refusals.remedy(reason))));
            RedisDurability found = RedisDurability.check(RedisConnections.of(redis), redis.prefix());
            found.facts().forEach(fact -> verdicts.add(Verdict.ok(NAME, fact)));
            found.warnings()
                    .forEach(warning ->
                            verdicts.add(Verdict.warn(NAME, warning, "see \"durability\" in docs/operating")));
            found.unknown().forEach(unknown -> verdicts.add(Verdict.warn(NAME, unknown, "look at its redis.conf")));
        } catch (RuntimeException failure) {
            verdicts.add(
                    Verdict.warn(NAME, "its settings are unknown: " + failure.getMessage(), "look at its redis.conf"));
        }
    }
}
