package io.potpool.launcher.config;

import io.potpool.chain.ChainSpec;
import io.potpool.policy.PolicySettings;
import io.potpool.terms.Terms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All that a config file says, checked and with its defaults filled in. Immutable.
 *
 * @param file the file it was read from, absolute
 * @param name the operator's name of this instance
 * @param terms the default terms of the pool
 * @param serves whether miners are to be served at all
 * @param policy who is served
 * @param leases what sessions with a nonce prefix may have of their own
 * @param shareKeep how long each share is kept as a row of its own
 * @param redis the Redis that keeps everything; empty for the embedded store
 * @param spool where accepted shares wait while the store does not take them
 * @param health where {@code /health} is served, if at all
 * @param payouts how the family's pool paid
 * @param plugins the parts that are not the pool's own
 * @param debug whether details are logged
 */
public record PoolConfig(
        Path file,
        String name,
        ChainSpec chain,
        Terms terms,
        boolean serves,
        StratumConfig stratum,
        PortsConfig ports,
        PolicySettings policy,
        LeaseConfig leases,
        NodesConfig nodes,
        Duration shareKeep,
        Optional<RedisConfig> redis,
        SpoolConfig spool,
        Optional<HostPort> health,
        PayoutsConfig payouts,
        VerifierConfig verifier,
        PluginsConfig plugins,
        boolean debug) {

    /** Returns the directory of the embedded store: {@code data} beside the config file. */
    public Path dataDirectory() {
        return file.resolveSibling("data");
    }
}
