package io.potpool.launcher.command;

import io.potpool.PoolStats;
import io.potpool.launcher.config.Finding;
import io.potpool.launcher.config.NodesConfig;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.SpooledFiles;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.metrics.Metrics;
import io.potpool.rewards.RewardTerms;
import io.potpool.stratum.TlsMode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what starts, where it listens, and that it ends. */
final class Banner {

    private static final Logger LOG = LoggerFactory.getLogger("io.potpool.Potpool");

    private final String version;
    private final PoolConfig config;

    Banner(String version, PoolConfig config) {
        this.version = version;
        this.config = config;
    }

    void warning(Finding warning) {
        LOG.warn("config {}", warning);
    }

    void starting() {
        NodesConfig nodes = config.nodes();
        RewardTerms reward = config.terms().reward();
        LOG.info("potpool {} starts \"{}\" from {}", version, config.name(), config.file());
        LOG.info(
                "network {}, chain id {}", config.chain().name(), config.chain().chainId());
        LOG.info(
                "nodes {}",
                nodes.upstreams().stream().map(NodesConfig.Upstream::name).collect(Collectors.joining(", ")));
        LOG.info("store: {}", new StoreOpening(config, new Metrics()).inWords());
        LOG.info(
                "spool in {}, up to {} bytes and {} s",
                config.spool().directory(),
                config.spool().maxBytes(),
                config.spool().patience().toSeconds());
        LOG.info("default terms: share difficulty {}, {}", config.terms().difficulty(), reward.toText());
    }

    void started(PoolStats stats) {
        config.nodes()
                .notifyListen()
                .ifPresent(address -> LOG.info(
                        "nodes may push work to {}://{}{}",
                        config.ports()
                                        .http()
                                        .filter(port -> port.tls() == TlsMode.ONLY)
                                        .isPresent()
                                ? "https"
                                : "http",
                        address,
                        config.nodes().notifyPath().isPresent() ? " (on the secret path)" : " (as hints to ask)"));
        config.ports().stratum().forEach(port -> LOG.info("miners on {}: {}", port.listen(), port.inWords()));
        config.ports().http().ifPresent(port -> LOG.info("miners over HTTP on {}: {}", port.listen(), port.inWords()));
        LOG.info(
                "miners may connect to {}",
                stats.listening().stream().map(Object::toString).collect(Collectors.joining(", ")));
    }

    void health(InetSocketAddress address) {
        LOG.info("health on http:/{}/health", address);
    }

    void stopping() {
        LOG.info("stopping: no new connections; shares under way are answered and committed");
    }

    void stopped() {
        Path directory = config.spool().directory();
        try {
            long files = SpooledFiles.waiting(directory);
            if (files > 0) {
                LOG.warn(
                        "{} has accepted shares in {} file(s) that the store has not taken yet; they are credited when this"
                                + " pool is started again with that directory",
                        directory,
                        files);
            }
        } catch (IOException failure) {
            LOG.warn("whether shares are left in {} is unknown", directory, failure);
        }
        LOG.info("stopped");
    }
}
