package io.potpool.spi;

import io.potpool.chain.ChainSpec;
import io.potpool.metrics.Metrics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a part is made with.
 *
 * @param settings the part's own settings from the config, as text by key
 * @param dataDirectory where it may keep files; it exists
 */
public record ProviderContext(
        ChainSpec chain, Path dataDirectory, Map<String, String> settings, Metrics metrics, InstantSource clock) {}
