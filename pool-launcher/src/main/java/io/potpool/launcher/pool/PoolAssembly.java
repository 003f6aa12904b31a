package io.potpool.launcher.pool;

import io.potpool.Pool;
import io.potpool.PoolBuilder;
import io.potpool.ethash.Datasets;
import io.potpool.launcher.config.NodesConfig;
import io.potpool.launcher.config.PluginsConfig;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.config.RedisConfig;
import io.potpool.launcher.config.SpoolConfig;
import io.potpool.metrics.Metrics;
import io.potpool.node.HttpNodeClient;
import io.potpool.node.NodeClientSettings;
import io.potpool.node.NodeSettings;
import io.potpool.redis.RedisDurability;
import io.potpool.spi.AccessPolicyProvider;
import io.potpool.spi.BlockListener;
import io.potpool.spi.BlockListenerProvider;
import io.potpool.spi.JobManagerProvider;
import io.potpool.spi.MinerTransportProvider;
import io.potpool.spi.NodeClient;
import io.potpool.spi.NodeClientProvider;
import io.potpool.spi.PoolStore;
import io.potpool.spi.ShareListenerProvider;
import io.potpool.spi.StoreException;
import io.potpool.spool.SpoolSettings;
import io.potpool.stratum.StratumServer;
import io.potpool.terms.ExtranonceSpace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a pool of the parts that a config names. */
public final class PoolAssembly {

    private static final Logger LOG = LoggerFactory.getLogger(PoolAssembly.class);

    /** What the metrics of the store's health count by where nothing is to follow from them. */
    private static final SpoolConfig.Outage UNCHECKED = new SpoolConfig.Outage(100, Duration.ofSeconds(3));

    private final PoolConfig config;
    private final Metrics metrics = new Metrics();
    private final Plugins plugins;

    /** Nothing is opened yet. */
    public PoolAssembly(PoolConfig config) {
        this.config = config;
        this.plugins = new Plugins(config, metrics);
    }

    /**
     * Opens the store and makes the pool, which is not started yet and owns all its parts.
     *
     * @param acceptChain whether the chain is taken at whatever height the nodes are
     * @param newTerms whether other default terms than those of running instances are taken for the whole pool
     * @throws IOException if a part cannot be opened
     * @throws RuntimeException if a part refuses its settings or its data; the message is for the operator
     */
    public Pool assemble(boolean acceptChain, boolean newTerms, List<BlockListener> listeners) throws IOException {
        Files.createDirectories(config.dataDirectory());
        PoolBuilder builder = Pool.builder()
                .chain(config.chain())
                .terms(config.terms())
                .rewardScheme(plugins.rewardScheme())
                .name(config.name())
                .acceptChain(acceptChain)
                .newTerms(newTerms)
                .metrics(metrics)
                .extranonce(new ExtranonceSpace(
                        config.stratum().firstByteFrom(), config.stratum().firstByteTo() - 1))
                .policy(config.policy())
                .spool(spool());
        config.spool()
                .sickAfter()
                .ifPresentOrElse(
                        sick -> builder.storeHealth(true, sick.fails(), sick.interval()),
                        () -> builder.storeHealth(false, UNCHECKED.fails(), UNCHECKED.interval()));
        config.verifier().threads().ifPresent(builder::verifierThreads);
        datasets().ifPresent(builder::datasets);
        listeners.forEach(builder::blockListener);
        addPlugins(builder, config.plugins());
        config.redis().filter(unused -> config.plugins().store().isEmpty()).ifPresent(PoolAssembly::warnOfRisks);
        NodeClient nodes = nodes();
        builder.transport(new StratumServer(new MinerPorts(config).settings(nodes)));
        PoolStore store = new StoreOpening(config, metrics).open();
        try {
            return builder.nodes(nodes).store(store).build();
        } catch (RuntimeException | Error refused) {
            nodes.close();
            store.close();
            throw refused;
        }
    }

    private static void warnOfRisks(RedisConfig redis) {
        try {
            RedisDurability found = RedisDurability.check(RedisConnections.of(redis), redis.prefix());
            found.facts().forEach(fact -> LOG.info("redis: {}", fact));
            found.warnings().forEach(warning -> LOG.warn("redis: {}", warning));
            found.unknown().forEach(unknown -> LOG.warn("redis: {}", unknown));
        } catch (StoreException away) {
            LOG.warn("redis: its settings are unknown: {}", away.getMessage());
        }
    }

    private void addPlugins(PoolBuilder builder, PluginsConfig named) throws IOException {
        if (named.jobManager().isPresent()) {
            builder.jobManager(
                    plugins.make(JobManagerProvider.class, named.jobManager().get()));
        }
        if (named.accessPolicy().isPresent()) {
            builder.accessPolicy(plugins.make(
                    AccessPolicyProvider.class, named.accessPolicy().get()));
        }
        for (String id : named.transports()) {
            builder.transport(plugins.make(MinerTransportProvider.class, id));
        }
        for (String id : named.shareListeners()) {
            builder.shareListener(plugins.make(ShareListenerProvider.class, id));
        }
        for (String id : named.blockListeners()) {
            builder.blockListener(plugins.make(BlockListenerProvider.class, id));
        }
    }

    private Optional<Datasets> datasets() {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        int threads = Math.min(half, config.verifier().threads().orElse(half));
        return switch (config.verifier().dataset()) {
            case LIGHT -> Optional.empty();
            case FILE ->
                Optional.of(
                        Datasets.inFiles(config.dataDirectory(), threads, DatasetReporter.forThisProcess(), metrics));
            case HEAP -> Optional.of(Datasets.inHeap(threads, DatasetReporter.forThisProcess(), metrics));
        };
    }

    private SpoolSettings spool() {
        SpoolConfig spool = config.spool();
        return new SpoolSettings(spool.directory(), spool.maxBytes(), spool.maxAge());
    }

    private NodeClient nodes() throws IOException {
        if (config.plugins().nodeClient().isPresent()) {
            return plugins.make(
                    NodeClientProvider.class, config.plugins().nodeClient().get());
        }
        NodeClientSettings.Builder settings = nodeSettings(config).metrics(metrics);
        NodesConfig nodes = config.nodes();
        if (config.ports().http().isEmpty()) {
            nodes.notifyListen().ifPresent(address -> settings.notifyListen(address.toSocketAddress()));
        }
        nodes.notifyPath().ifPresent(path -> settings.notifySecretPath(path.reveal()));
        return new HttpNodeClient(settings.build());
    }

    /** Returns how the nodes of a config are reached, without a listener for their notifications. */
    public static NodeClientSettings.Builder nodeSettings(PoolConfig config) {
        NodesConfig nodes = config.nodes();
        NodeClientSettings.Builder settings = NodeClientSettings.builder(config.chain())
                .pollInterval(nodes.pollInterval())
                .checkInterval(nodes.checkInterval());
        nodes.etherbase().forEach(settings::etherbase);
        for (NodesConfig.Upstream node : nodes.upstreams()) {
            settings.node(new NodeSettings(
                    node.name(),
                    URI.create(node.url().reveal()),
                    node.timeout(),
                    node.webSocket().map(address -> URI.create(address.reveal()))));
        }
        return settings;
    }
}
