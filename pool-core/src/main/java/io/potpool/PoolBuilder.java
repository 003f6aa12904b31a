package io.potpool;

import io.potpool.chain.ChainSpec;
import io.potpool.ethash.Datasets;
import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.HashEngine;
import io.potpool.ethash.HashEngines;
import io.potpool.jobs.WindowJobManager;
import io.potpool.metrics.Metrics;
import io.potpool.policy.PolicyServer;
import io.potpool.policy.PolicySettings;
import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.AccessPolicy;
import io.potpool.spi.BlockListener;
import io.potpool.spi.JobManagerFactory;
import io.potpool.spi.MinerTransport;
import io.potpool.spi.NodeClient;
import io.potpool.spi.PoolStore;
import io.potpool.spi.RewardScheme;
import io.potpool.spi.RewardSchemes;
import io.potpool.spi.ShareListener;
import io.potpool.spool.Spool;
import io.potpool.spool.SpoolSettings;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.Terms;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of a pool. The pool owns what it is given: its {@code close} closes store, nodes and transports.
 *
 * <p>Not thread-safe.
 */
public final class PoolBuilder {

    private @Nullable ChainSpec chain;
    private @Nullable PoolStore store;
    private @Nullable NodeClient nodes;
    private @Nullable Terms terms;
    private @Nullable EpochCaches caches;
    private final List<MinerTransport> transports = new ArrayList<>();
    private final Map<String, RewardScheme> schemes = new ConcurrentHashMap<>(BundledSchemes.all());
    private final List<ShareListener> shareListeners = new ArrayList<>();
    private final List<BlockListener> blockListeners = new ArrayList<>();
    private JobManagerFactory jobManager = context -> new WindowJobManager(
            context.chain(),
            context.heights(),
            context.gate(),
            context.epochs(),
            context.metrics(),
            context.clock(),
            context.acceptChain());
    private @Nullable AccessPolicy accessPolicy;
    private PolicySettings policy = PolicySettings.DEFAULT;
    private ExtranonceSpace extranonce = ExtranonceSpace.ALL;
    private Supplier<HashEngine> engines = HashEngines.fastest();
    private @Nullable Datasets datasets;
    private @Nullable SpoolSettings spool;
    private StoreHealth.Settings storeHealth = StoreHealth.Settings.DEFAULT;
    private int verifierThreads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    private boolean acceptChain;
    private String name = "pool";
    private boolean newTerms;
    private Metrics metrics = new Metrics();
    private InstantSource clock = Clock.systemUTC();

    PoolBuilder() {}

    /** Sets the chain that is mined. Required. */
    public PoolBuilder chain(ChainSpec spec) {
        chain = spec;
        return this;
    }

    /** Sets where everything is kept. Required. */
    public PoolBuilder store(PoolStore poolStore) {
        store = poolStore;
        return this;
    }

    /** Sets the client of the nodes. Required. */
    public PoolBuilder nodes(NodeClient client) {
        nodes = client;
        return this;
    }

    /** Sets the default terms of the whole pool; without a schedule they get the chain's. Required. */
    public PoolBuilder terms(Terms defaults) {
        terms = defaults;
        return this;
    }

    /** Adds a way for miners to connect. */
    public PoolBuilder transport(MinerTransport transport) {
        transports.add(transport);
        return this;
    }

    /** Adds a reward scheme, which terms name by its id; it replaces a bundled one of the same id. */
    public PoolBuilder rewardScheme(RewardScheme scheme) {
        schemes.put(scheme.id(), scheme);
        return this;
    }

    /** Replaces the job manager. */
    public PoolBuilder jobManager(JobManagerFactory factory) {
        jobManager = factory;
        return this;
    }

    /** Replaces the policy that decides who may connect, log in and send shares; the pool closes it. */
    public PoolBuilder accessPolicy(AccessPolicy replacement) {
        accessPolicy = replacement;
        return this;
    }

    /** Sets how the bundled policy judges; by default it bans and limits. */
    public PoolBuilder policy(PolicySettings settings) {
        policy = settings;
        return this;
    }

    /** Adds a listener for judged shares. */
    public PoolBuilder shareListener(ShareListener listener) {
        shareListeners.add(listener);
        return this;
    }

    /** Adds a listener for block solutions. */
    public PoolBuilder blockListener(BlockListener listener) {
        blockListeners.add(listener);
        return this;
    }

    /** Sets which part of the nonce space leases are granted from; all of it by default. */
    public PoolBuilder extranonce(ExtranonceSpace space) {
        extranonce = space;
        return this;
    }

    /** Sets the verifier's threads, at least 1; one less than the processors by default. */
    public PoolBuilder verifierThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("verifier threads: " + threads);
        }
        verifierThreads = threads;
        return this;
    }

    /** Replaces the hash engine, by default the fastest found; every verifier thread gets one. */
    public PoolBuilder hashEngine(Supplier<HashEngine> factory) {
        engines = factory;
        return this;
    }

    /** Replaces the epoch caches, for a simulated chain with a tiny dataset. */
    public PoolBuilder caches(EpochCaches epochCaches) {
        caches = epochCaches;
        return this;
    }

    /** Has accepted shares go to local disk while the store is away; without it they wait for the store. */
    public PoolBuilder spool(SpoolSettings settings) {
        spool = settings;
        return this;
    }

    /**
     * Sets when miners get no work because of a sick store: {@code healthCheck}, {@code maxFails} and {@code
     * stateUpdateInterval} of the open-ethereum-pool family. By default after 100 intervals of 3 s: 5 minutes.
     *
     * @param stops whether they get none while the store is sick
     * @param maxFails after how many intervals in a row without a confirmation the store is sick, at least 1
     * @param interval the time that counts as one failure, above 0
     * @throws IllegalArgumentException if a value is outside its range
     */
    public PoolBuilder storeHealth(boolean stops, int maxFails, Duration interval) {
        storeHealth = new StoreHealth.Settings(stops, maxFails, interval);
        return this;
    }

    /** Has shares hashed from the full dataset of their epoch where it is ready. The pool closes it. */
    public PoolBuilder datasets(Datasets fullDatasets) {
        datasets = fullDatasets;
        return this;
    }

    /** Accepts the chain at whatever height the nodes are, once. */
    public PoolBuilder acceptChain(boolean accept) {
        acceptChain = accept;
        return this;
    }

    /**
     * Sets what this instance is called where several run on one store; for display only. {@code pool} by default.
     *
     * @throws IllegalArgumentException when the pool is built, if the name has not 1 to 64 characters
     */
    public PoolBuilder name(String instanceName) {
        name = instanceName;
        return this;
    }

    /** Has a start change the default terms also where other instances run, which then follow. */
    public PoolBuilder newTerms(boolean change) {
        newTerms = change;
        return this;
    }

    /** Sets where the pool counts, so that its parts can count there too. */
    public PoolBuilder metrics(Metrics shared) {
        metrics = shared;
        return this;
    }

    /** Sets the clock; the system's by default. */
    public PoolBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /**
     * Builds the pool, reading the store's terms and heights and what is spooled.
     *
     * @throws io.potpool.spool.SpoolException if the spool cannot be opened
     * @throws NullPointerException if a required part is missing, naming it
     * @throws IllegalArgumentException if the terms name a reward scheme that is not known
     */
    public Pool build() {
        chain();
        nodes();
        String scheme = terms().reward().schemeId();
        if (!schemes.containsKey(scheme)) {
            throw new IllegalArgumentException("no reward scheme \"" + scheme + "\"; known: " + schemes.keySet());
        }
        store();
        Optional<Spool> opened = openSpool();
        try {
            return new Pool(this, opened);
        } catch (RuntimeException failure) {
            closeAfter(failure, opened);
            throw failure;
        }
    }

    private Optional<Spool> openSpool() {
        String pool = chain().name() + " " + chain().chainId();
        return Optional.ofNullable(spool).map(where -> Spool.open(where, pool, clock, metrics));
    }

    /** Returns how long the pool relies on what it knows without an answer of the store. */
    Duration longestSilence() {
        SpoolSettings given = spool;
        return given == null ? SpoolSettings.MAX_AGE : given.maxAge();
    }

    private static void closeAfter(RuntimeException failure, Optional<Spool> opened) {
        try {
            if (opened.isPresent()) {
                opened.get().close();
            }
        } catch (IOException also) {
            failure.addSuppressed(also);
        }
    }

    ChainSpec chain() {
        return Objects.requireNonNull(chain, "chain");
    }

    PoolStore store() {
        return Objects.requireNonNull(store, "store");
    }

    NodeClient nodes() {
        return Objects.requireNonNull(nodes, "nodes");
    }

    Terms terms() {
        Terms given = Objects.requireNonNull(terms, "terms");
        return given.schedule().isPresent() ? given : given.with(chain().schedule());
    }

    EpochCaches caches() {
        EpochCaches given = caches;
        return given == null ? new EpochCaches() : given;
    }

    List<MinerTransport> transports() {
        return List.copyOf(transports);
    }

    RewardSchemes schemes() {
        Map<String, RewardScheme> known = Map.copyOf(schemes);
        return id -> Optional.ofNullable(known.get(id));
    }

    List<ShareListener> shareListeners() {
        return List.copyOf(shareListeners);
    }

    List<BlockListener> blockListeners() {
        return List.copyOf(blockListeners);
    }

    JobManagerFactory jobManager() {
        return jobManager;
    }

    AccessPolicy accessPolicy() {
        AccessPolicy given = accessPolicy;
        return given == null ? new PolicyServer(policy, store().policy(), metrics, clock) : given;
    }

    ExtranonceSpace extranonce() {
        return extranonce;
    }

    Supplier<HashEngine> engines() {
        Datasets full = datasets;
        return full == null ? engines : HashEngines.full(engines, full);
    }

    Optional<Datasets> datasets() {
        return Optional.ofNullable(datasets);
    }

    StoreHealth storeHealth() {
        return new StoreHealth(storeHealth, System::nanoTime, metrics);
    }

    int verifierThreads() {
        return verifierThreads;
    }

    String name() {
        return name;
    }

    boolean newTerms() {
        return newTerms;
    }

    boolean acceptChain() {
        return acceptChain;
    }

    Metrics metrics() {
        return metrics;
    }

    InstantSource clock() {
        return clock;
    }
}
