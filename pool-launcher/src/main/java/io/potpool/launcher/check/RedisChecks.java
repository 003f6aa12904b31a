package io.potpool.launcher.check;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.config.RedisConfig;
import io.potpool.launcher.pool.RedisConnections;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.metrics.Metrics;
import io.potpool.redis.RedisDurability;
import io.potpool.spi.InstanceView;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at the shared store: whether it can be used, who uses it, and what its server's settings make of "durable". */
final class RedisChecks {

    private static final String NAME = "redis";

    private final PoolConfig config;
    private final RedisConfig redis;

    RedisChecks(PoolConfig config, RedisConfig redis) {
        this.config = config;
        this.redis = redis;
    }

    List<Verdict> run() {
        List<Verdict> verdicts = new ArrayList<>();
        StoreOpening opening = new StoreOpening(config, new Metrics());
        try (PoolStore store = opening.open()) {
            verdicts.add(Verdict.ok(
                    "store",
                    opening.inWords() + " opens; highest height announced "
                            + store.heights().highestAnnounced() + "; "
                            + instances(store.instances().all())));
        } catch (IOException | RuntimeException failure) {
            verdicts.add(Verdict.fail(
                    "store",
                    opening.inWords() + ": " + failure.getMessage(),
                    "see that the server runs, and that address, password and prefix are right"));
            return verdicts;
        }
        durability(verdicts);
        return verdicts;
    }

    private static String instances(List<InstanceView> all) {
        return all.isEmpty()
                ? "no instance runs on it"
                : all.stream().map(view -> view.instance().name()).collect(Collectors.joining(", ", "instances: ", ""));
    }

    private void durability(List<Verdict> verdicts) {
        try {
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
