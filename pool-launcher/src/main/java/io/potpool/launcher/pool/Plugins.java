package io.potpool.launcher.pool;

import io.potpool.launcher.config.PluginsConfig;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.metrics.Metrics;
import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.Provider;
import io.potpool.spi.ProviderContext;
import io.potpool.spi.Providers;
import io.potpool.spi.RewardScheme;
import io.potpool.spi.RewardSchemeProvider;
import io.potpool.spi.RewardSchemes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes parts by the ids of their providers. */
public final class Plugins {

    private static final Map<String, RewardScheme> BUNDLED = BundledSchemes.all();

    private final PoolConfig config;
    private final Metrics metrics;

    /** Parts made here count in {@code metrics}. */
    public Plugins(PoolConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Makes a part.
     *
     * @throws IllegalArgumentException if there is no such provider, or a setting of it is wrong
     */
    <T, P extends Provider<T>> T make(Class<P> kind, String id) throws IOException {
        return Providers.named(kind, id)
                .create(new ProviderContext(
                        config.chain(), config.dataDirectory(), plugins().settingsOf(id), metrics, Clock.systemUTC()));
    }

    private PluginsConfig plugins() {
        return config.plugins();
    }

    /**
     * Returns the scheme that the config names.
     *
     * @throws IllegalArgumentException if there is none; the message names those there are
     */
    public RewardScheme rewardScheme() throws IOException {
        String id = config.terms().reward().schemeId();
        RewardScheme bundled = BUNDLED.get(id);
        return bundled != null ? bundled : make(RewardSchemeProvider.class, id);
    }

    /** Returns all schemes that can be made here; one that cannot is unknown. Thread-safe. */
    public RewardSchemes rewardSchemes() {
        Map<String, RewardScheme> made = new HashMap<>(BUNDLED);
        return id -> {
            synchronized (made) {
                if (!made.containsKey(id)
                        && Providers.all(RewardSchemeProvider.class).containsKey(id)) {
                    try {
                        made.put(id, make(RewardSchemeProvider.class, id));
                    } catch (IOException e) {
                        throw new UncheckedIOException("the reward scheme " + id + " cannot be made", e);
                    }
                }
                return Optional.ofNullable(made.get(id));
            }
        };
    }
}
