package io.potpool.launcher.check;

import io.potpool.launcher.config.ConfigResult;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.Plugins;
import io.potpool.metrics.Metrics;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** All checks of a config that could be read. Blocks for some seconds: nodes are asked, the verifier is measured. */
public final class Checks {

    private Checks() {}

    /** Returns what was found, in a fixed order. */
    public static List<Verdict> run(PoolConfig config, ConfigResult result) throws InterruptedException {
        List<Verdict> all = new ArrayList<>();
        result.warnings().forEach(warning -> all.add(Verdict.warn("config", warning.toString(), "see the key's line")));
        all.add(Verdict.ok(
                "config",
                config.file() + ": network " + config.chain().name() + ", default terms: share difficulty "
                        + config.terms().difficulty() + ", "
                        + config.terms().reward().toText()));
        all.add(scheme(config));
        all.addAll(new NodeChecks(config, Clock.systemUTC()).run());
        StoreChecks store = new StoreChecks(config);
        all.addAll(store.run());
        all.addAll(new MachineChecks(config, store.inUse()).run());
        all.addAll(new VerifierChecks(config).run());
        return all;
    }

    private static Verdict scheme(PoolConfig config) {
        String id = config.terms().reward().schemeId();
        try {
            return Verdict.ok(
                    "reward scheme",
                    new Plugins(config, new Metrics()).rewardScheme().id());
        } catch (IOException | RuntimeException e) {
            return Verdict.fail(
                    "reward scheme",
                    "\"" + id + "\" cannot be made: " + e.getMessage(),
                    "name a known one or add its jar");
        }
    }
}
