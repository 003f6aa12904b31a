package io.potpool;

import io.potpool.chain.ChainSpec;
import io.potpool.domain.Difficulty;
import io.potpool.ethash.Datasets;
import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.LightCache;
import io.potpool.jobs.NextEpoch;
import io.potpool.metrics.Metrics;
import io.potpool.metrics.ReportedHashrates;
import io.potpool.shares.ListenerHub;
import io.potpool.shares.ShareOutcome;
import io.potpool.shares.ShareProcessor;
import io.potpool.shares.SolutionDispatcher;
import io.potpool.shares.Submission;
import io.potpool.spi.AccessPolicy;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.JobListener;
import io.potpool.spi.JobManager;
import io.potpool.spi.JobManagerFactory;
import io.potpool.spi.JournalId;
import io.potpool.spi.MinerGateway;
import io.potpool.spi.MinerTransport;
import io.potpool.spi.NodeClient;
import io.potpool.spi.PoolStore;
import io.potpool.spi.RemovalCause;
import io.potpool.spi.RewardSchemes;
import io.potpool.spool.Spool;
import io.potpool.terms.AnnouncementGate;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseBook;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsLog;
import io.potpool.work.Job;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mining pool: nodes give it work, miners connect through transports, shares are verified, paid and stored.
 *
 * <p>Built once, started once, closed once. Thread-safe.
 */
public final class Pool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);
    /** Heights below the highest announced whose terms and keys are kept: a fall of 7, a window of 7, and some more. */
    private static final long KEPT_HEIGHTS = 16;

    private final JournalId id = JournalId.random();
    private final ChainSpec chain;
    private final PoolStore store;
    private final NodeClient nodes;
    private final List<MinerTransport> transports;
    private final Terms defaults;
    private final Metrics metrics;
    private final EpochCaches caches;
    private final Optional<Datasets> datasets;
    private final NextEpoch nextEpochs;
    private final ListenerHub listeners;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "potpool-timer");
        thread.setDaemon(true);
        return thread;
    });
    private final TermsLog terms = new TermsLog();
    private final AnnouncementGate gate;
    private final LeaseBook leases;
    private final JobManager jobs;
    private final SolutionDispatcher solutions;
    private final Optional<Spool> spool;
    private final StoreHealth health;
    private final ShareProcessor processor;
    private final AccessPolicy policy;
    private final ReportedHashrates reportedHashrates;
    private final InstanceSession session;
    private final boolean newTerms;
    private final HealthView view;
    private final Gateway gateway;
    private final long lowestLoaded;
    private final CompletableFuture<RemovalCause> removal = new CompletableFuture<>();
    private boolean closed;

    Pool(PoolBuilder parts, Optional<Spool> opened) {
        chain = parts.chain();
        store = parts.store();
        nodes = parts.nodes();
        transports = parts.transports();
        defaults = parts.terms();
        metrics = parts.metrics();
        caches = parts.caches();
        datasets = parts.datasets();
        nextEpochs = new NextEpoch(chain);
        metrics.gauge("caches.failedBuilds", caches::failedBuilds);
        listeners = new ListenerHub(parts.shareListeners(), parts.blockListeners(), metrics);
        spool = opened;
        health = parts.storeHealth();
        long announced = Math.max(store.heights().highestAnnounced(), announcedBefore());
        lowestLoaded = lowestKept(Math.min(announced, Math.min(store.heights().reference(), lowestSpooled())));
        store.terms().load(lowestLoaded).forEach(terms::apply);
        gate = new AnnouncementGate(terms, store.heights(), id, announced, metrics);
        spool.map(Spool::runs).ifPresent(runs -> gate.beforeUnrecorded(runs::announcesUnrecorded));
        checkSchemes(parts.schemes());
        leases = new LeaseBook(store.terms(), terms, gate, parts.extranonce(), timer, metrics);
        jobs = parts.jobManager()
                .create(new JobManagerFactory.Context(
                        chain, store.heights(), gate, this::cacheReady, metrics, parts.clock(), parts.acceptChain()));
        solutions = new SolutionDispatcher(
                store.solutions(), spool.map(Spool::solutions), nodes, jobs::lowestHeight, listeners, metrics, timer);
        processor = new ShareProcessor(
                chain,
                jobs,
                terms,
                leases,
                parts.schemes(),
                store,
                id,
                spool,
                solutions,
                listeners,
                caches,
                parts.engines(),
                parts.verifierThreads(),
                metrics,
                parts.clock());
        policy = parts.accessPolicy();
        reportedHashrates = new ReportedHashrates(parts.clock());
        metrics.gauge("hashrates.reported", reportedHashrates::size);
        newTerms = parts.newTerms();
        session = new InstanceSession(
                store.instances(),
                new InstanceSession.Self(
                        new Instance(id, parts.name(), version(), parts.clock().instant()),
                        this::state,
                        this::lowestCommittable,
                        parts.longestSilence(),
                        spool.map(Spool::runs)),
                terms,
                gate,
                leases,
                parts.extranonce(),
                metrics,
                health,
                this::removed);
        view = new HealthView(health, session, jobs, nodes, spool, removal, parts.clock());
        gateway = new Gateway();
    }

    /** Returns a builder; chain, store, nodes and terms must be given. */
    public static PoolBuilder builder() {
        return new PoolBuilder();
    }

    /**
     * Loads what earlier runs have left, begins to look at the nodes, and opens the miners' ports. Called once; blocks
     * until the ports are open, but does not wait for a node.
     *
     * @throws IOException if a port cannot be opened, the store does not answer or does not take the default terms, or other
     *     instances of the pool run on other default terms; the message is for the operator
     */
    public void start() throws IOException {
        try {
            session.join();
            new DefaultTerms(store, id, terms, gate, session, defaults, newTerms).record();
        } catch (IOException | RuntimeException failure) {
            session.leave(isCommitted());
            throw failure;
        }
        session.run();
        processor.start(store.shares().keysFrom(lowestLoaded), timer);
        jobs.addListener(this::jobChanged);
        nodes.start(jobs);
        solutions.resume(store.solutions().open(lowestLoaded), lowestLoaded);
        for (MinerTransport transport : transports) {
            transport.start(gateway);
        }
        view.enter(HealthView.Phase.SERVING);
    }

    private static String version() {
        return Optional.ofNullable(Pool.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }

    private InstanceState state() {
        int sessions = transports.stream().mapToInt(MinerTransport::sessions).sum();
        return new InstanceState(sessions, reportedHashrates.total(), nodes.nodes());
    }

    private long lowestCommittable() {
        long waiting = Math.min(processor.lowestUnrecorded(), lowestSpooled());
        return Math.min(jobs.lowestHeight(), waiting);
    }

    /** Shares of heights already announced are paid by the terms of then, so their scheme must still be there. */
    private void checkSchemes(RewardSchemes schemes) {
        terms.newestDefaults().ifPresent(old -> {
            String id = old.reward().schemeId();
            if (schemes.byId(id).isEmpty()) {
                throw new IllegalArgumentException("the store's last terms are paid by the reward scheme \"" + id
                        + "\", which is not known here: add its jar for one more run");
            }
        });
    }

    private boolean cacheReady(EthashEpoch epoch) {
        Optional<LightCache> cache = caches.ifReady(epoch);
        if (cache.isEmpty()) {
            caches.prepare(epoch);
        }
        boolean warm = cache.map(processor::isWarm).orElse(false);
        if (warm) {
            datasets.ifPresent(full -> cache.ifPresent(full::prepare));
        }
        return warm;
    }

    private void jobChanged(Optional<Job> job) {
        job.ifPresent(now -> {
            nextEpochs.after(now.height()).ifPresent(this::prepareNext);
            long kept = Math.min(jobs.lowestHeight(), lowestKept(gate.announced()));
            long lowest = Math.min(kept, lowestSpooled());
            leases.forgetBelow(lowest);
            processor.forgetBelow(lowest);
        });
    }

    private void prepareNext(EthashEpoch next) {
        caches.prepare(next);
        datasets.ifPresent(full -> caches.ifReady(next).ifPresent(full::prepare));
    }

    /** Returns the highest height that earlier runs are known from the spool to have announced, or -1. */
    private long announcedBefore() {
        return spool.map(left -> Math.max(left.highestFound(), left.runs().announced()))
                .orElse(-1L);
    }

    private boolean isCommitted() {
        return spool.map(Spool::isEmpty).orElse(true);
    }

    private long lowestSpooled() {
        return spool.map(Spool::lowestHeight).orElse(OptionalLong.empty()).orElse(Long.MAX_VALUE);
    }

    private static long lowestKept(long announced) {
        return Math.max(0, announced - KEPT_HEIGHTS);
    }

    /** Returns the pool's state now. */
    public PoolStats stats() {
        return new PoolStats(
                metrics.snapshot(), jobs.current(), nodes.nodes(), listening(), session.all(), spool.map(Spool::state));
    }

    /** Returns whether the pool serves its miners now, and what wants an operator; at any time, also before the start. */
    public PoolHealth health() {
        return view.look(version());
    }

    private void removed(RemovalCause cause) {
        processor.stop();
        removal.completeAsync(() -> cause);
    }

    /**
     * Completes if the store does not count this instance any more, with the reason: it serves no miners from then on, and only
     * another pool, built anew in its place, will. What it has in its spool is still credited, before and after. Never completes
     * otherwise, nor exceptionally; on a thread of its own, on which this pool may be closed.
     */
    public CompletionStage<RemovalCause> removal() {
        return removal.minimalCompletionStage();
    }

    /** Returns the hashrates that miners report of themselves. */
    public ReportedHashrates reportedHashrates() {
        return reportedHashrates;
    }

    private List<InetSocketAddress> listening() {
        List<InetSocketAddress> all = new ArrayList<>();
        transports.forEach(transport -> all.addAll(transport.listening()));
        return all;
    }

    /**
     * Stops: transports first, with the answers under way; then everything judged is committed; then nodes and store are
     * closed. Blocks for some seconds at most. Idempotent.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        view.enter(HealthView.Phase.STOPPING);
        transports.forEach(transport -> quietly(transport, "transport"));
        quietly(policy, "access policy");
        quietly(processor, "share processor");
        quietly(nodes, "node client");
        quietly(listeners, "listeners");
        session.leave(isCommitted());
        spool.ifPresent(open -> quietly(open, "spool"));
        timer.shutdownNow();
        datasets.ifPresent(full -> quietly(full, "datasets"));
        quietly(caches, "epoch caches");
        quietly(store, "store");
    }

    private void quietly(AutoCloseable part, String name) {
        try {
            part.close();
        } catch (Exception fault) {
            metrics.count("close.fault");
            LOG.error("{} did not close properly", name, fault);
        }
    }

    /** The pool as a transport sees it. */
    private final class Gateway implements MinerGateway {

        @Override
        public ChainSpec chain() {
            return chain;
        }

        @Override
        public Optional<Job> currentJob() {
            return jobs.current().filter(job -> health.serves());
        }

        @Override
        public Optional<Job> findJob(long headerWord) {
            return jobs.find(headerWord);
        }

        @Override
        public void addJobListener(JobListener listener) {
            jobs.addListener(job -> listener.jobChanged(job.filter(now -> health.serves())));
        }

        @Override
        public Difficulty defaultDifficulty(Job job) {
            return terms.defaultsAt(job.height())
                    .map(inForce -> inForce.difficulty().min(job.network()))
                    .orElse(job.network());
        }

        @Override
        public Lease reservePrefix(int bytes, InetAddress address) {
            return leases.reserve(bytes, address);
        }

        @Override
        public CompletionStage<ShareOutcome> submit(Submission submission) {
            return processor.submit(submission);
        }

        @Override
        public AccessPolicy policy() {
            return policy;
        }

        @Override
        public ReportedHashrates reportedHashrates() {
            return reportedHashrates;
        }

        @Override
        public Metrics metrics() {
            return metrics;
        }
    }
}
