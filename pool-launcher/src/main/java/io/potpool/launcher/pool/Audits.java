package io.potpool.launcher.pool;

import io.potpool.domain.Wei;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.metrics.Metrics;
import io.potpool.redis.RedisAudit;
import io.potpool.spi.AuditReport;
import io.potpool.spi.PoolStore;
import io.potpool.spi.PoolStoreProvider;
import io.potpool.spi.RewardSchemes;
import io.potpool.sqlite.SqliteAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeMap;

/** Audits the store of a config, also while a pool runs on it. */
public final class Audits {

    private Audits() {}

    /**
     * Returns the schemes by which shares are recomputed, a plugin's among them.
     *
     * @throws RuntimeException if a plugin cannot be made; the message is for the operator
     */
    public static RewardSchemes schemes(PoolConfig config) {
        return new Plugins(config, new Metrics()).rewardSchemes();
    }

    /**
     * Proves the balances; a store that was never opened has none.
     *
     * @throws RuntimeException if the store cannot be read; the message is for the operator
     */
    public static AuditReport run(PoolConfig config) throws IOException {
        Plugins plugins = new Plugins(config, new Metrics());
        RewardSchemes schemes = plugins.rewardSchemes();
        if (config.plugins().store().isPresent()) {
            try (PoolStore store = plugins.make(
                    PoolStoreProvider.class, config.plugins().store().get())) {
                return store.audit().run(schemes);
            }
        }
        if (config.redis().isPresent()) {
            return RedisAudit.of(new StoreOpening(config, new Metrics())
                            .redisSettings(config.redis().get()))
                    .run(schemes);
        }
        if (!Files.exists(config.dataDirectory().resolve("potpool.db"))) {
            return new AuditReport(new TreeMap<>(), new AuditReport.Line(Wei.ZERO, Wei.ZERO, 0), List.of());
        }
        return SqliteAudit.open(config.dataDirectory()).run(schemes);
    }
}
