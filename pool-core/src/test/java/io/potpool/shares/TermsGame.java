package io.potpool.shares;

import static io.potpool.support.TestChain.CHAIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.LightCache;
import io.potpool.jobs.WindowJobManager;
import io.potpool.metrics.Metrics;
import io.potpool.schemes.BundledSchemes;
import io.potpool.spi.JournalId;
import io.potpool.spi.RewardScheme;
import io.potpool.spi.TermsStore;
import io.potpool.support.FakeNode;
import io.potpool.support.FakePow;
import io.potpool.support.MemoryStore;
import io.potpool.support.TestChain;
import io.potpool.terms.AnnouncementGate;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseBook;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.NonceTerms;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsLog;
import io.potpool.terms.TermsRecord;
import io.potpool.work.Job;
import io.potpool.work.WorkTemplate;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** A pool's real terms, jobs and shares, with one bug planted or none, for an adversary to play against. */
final class TermsGame implements AutoCloseable {

    /** What is wrong with the pool. */
    enum Bug {
        NONE,
        TERMS_AT_ONCE,
        CHANGES_AT_ONCE,
        LEASE_FORGOTTEN_AT_ITS_END,
        TERMS_BY_SESSION
    }

    private static final long KEPT = 16;
    private static final int IN_USE = 236;

    private final Set<NoncePrefix> granted = ConcurrentHashMap.newKeySet();

    final FakePow pow;
    final MemoryStore store = new MemoryStore();
    private final Bug bug;
    private final boolean crowded;
    private final Map<String, RewardScheme> schemes = BundledSchemes.all();
    private final EpochCaches caches = new EpochCaches(epoch -> LightCache.build(epoch, 128, 256), 2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Instant now = TestChain.START;
    Metrics metrics = new Metrics();
    private TermsLog log;
    private AnnouncementGate gate;
    private LeaseBook leases;
    private WindowJobManager jobs;
    private TermsLookup lookup;
    private ShareProcessor processor;

    TermsGame(Terms defaults, Bug bug, long seed) {
        this(defaults, bug, seed, false);
    }

    /** @param crowded whether the adversary's address has almost all of its prefixes in use */
    TermsGame(Terms defaults, Bug bug, long seed, boolean crowded) {
        this.bug = bug;
        this.crowded = crowded;
        this.pow = new FakePow(seed);
        EthashEpoch epoch = CHAIN.epochAt(0);
        caches.get(epoch).toCompletableFuture().join();
        begin();
        gate.append(buggy(), new TermsChange.Defaults(defaults))
                .toCompletableFuture()
                .join();
    }

    private void begin() {
        metrics = new Metrics();
        TermsStore terms = buggy();
        log = new TermsLog();
        terms.load(0).forEach(log::apply);
        gate = new AnnouncementGate(log, store, JournalId.random(), store.highestAnnounced(), metrics);
        ExtranonceSpace space = crowded ? new ExtranonceSpace(16, 16) : ExtranonceSpace.ALL;
        leases = new LeaseBook(terms, log, gate, space, timer, metrics);
        leases.own(16);
        for (int i = 0; crowded && i < IN_USE; i++) {
            assertThat(reserve().prefix().value() >>> 16).isEqualTo(16);
        }
        jobs = new WindowJobManager(CHAIN, store, gate, epoch -> true, metrics, () -> now, false);
        lookup = bug == Bug.TERMS_BY_SESSION
                ? this::bySession
                : sent -> log.at(sent.nonce(), sent.job().height());
        ListenerHub listeners = new ListenerHub(List.of(), List.of(), metrics);
        processor = new ShareProcessor(
                CHAIN,
                jobs,
                lookup,
                leases,
                id -> Optional.ofNullable(schemes.get(id)),
                store,
                JournalId.random(),
                Optional.empty(),
                new SolutionDispatcher(
                        store, Optional.empty(), new FakeNode(), jobs::lowestHeight, listeners, metrics, timer),
                listeners,
                caches,
                pow::engine,
                2,
                metrics,
                () -> now);
        leases.end(leases.open().keySet());
        processor.start(store.keysFrom(0), timer);
    }

    /** Ends this run of the pool and begins another one on the same store. */
    void restart() {
        processor.close();
        begin();
        settle();
    }

    /** Waits until everything asked of the terms log so far is recorded and in force. */
    void settle() {
        store.announce(JournalId.UNKNOWN, -1, Long.MAX_VALUE)
                .toCompletableFuture()
                .join();
    }

    Job announce(long height, long network) {
        WorkTemplate work = TestChain.work("node", height, 0, Difficulty.of(network), 0);
        now = now.plusSeconds(10);
        jobs.observed(TestChain.look(work, now));
        long lowest = Math.max(0, height - KEPT);
        leases.forgetBelow(lowest);
        processor.forgetBelow(lowest);
        return jobs.find(work.header().w0()).orElseThrow();
    }

    Lease reserve() {
        return leases.reserve(3, InetAddress.getLoopbackAddress());
    }

    CompletableFuture<ShareOutcome> send(Submission submission) {
        return processor.submit(submission).toCompletableFuture();
    }

    /** Returns whether the pool takes this nonce from this session at all. */
    boolean mayCome(Submission sent) {
        return sent.lease().isEmpty()
                || sent.lease().get().covers(sent.nonce())
                || leases.heldSince(jobs.lowestHeight(), sent.nonce(), sent.login());
    }

    NonceTerms terms(Submission sent) {
        return lookup.of(sent).orElseThrow();
    }

    int lag(Job job) {
        return jobs.lag(job);
    }

    RewardScheme scheme(NonceTerms terms) {
        return schemes.get(terms.reward().schemeId());
    }

    private Optional<NonceTerms> bySession(Submission sent) {
        long height = sent.job().height();
        return sent.lease().isPresent()
                ? log.at(sent.lease().get(), height)
                : log.defaultsAt(height)
                        .map(terms -> new NonceTerms(
                                terms.difficulty(), terms.difficulty(), terms.reward(), terms.schedule(), false, true));
    }

    private TermsStore buggy() {
        return new TermsStore() {
            @Override
            public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
                return store.append(by, change, announced).thenApply(entry -> spoilt(entry));
            }

            @Override
            public List<TermsRecord> load(long lowestHeight) {
                return store.load(lowestHeight).stream()
                        .map(entry -> spoilt(entry))
                        .toList();
            }
        };
    }

    private TermsRecord spoilt(TermsRecord entry) {
        return switch (bug) {
            case TERMS_AT_ONCE -> new TermsRecord(entry.sequence(), entry.by(), entry.fromHeight() - 1, entry.change());
            case LEASE_FORGOTTEN_AT_ITS_END ->
                entry.change() instanceof TermsChange.End
                        ? new TermsRecord(entry.sequence(), entry.by(), 0, entry.change())
                        : entry;
            case CHANGES_AT_ONCE ->
                isChange(entry)
                        ? new TermsRecord(entry.sequence(), entry.by(), entry.fromHeight() - 1, entry.change())
                        : entry;
            case NONE, TERMS_BY_SESSION -> entry;
        };
    }

    private boolean isChange(TermsRecord entry) {
        if (entry.change() instanceof TermsChange.End end) {
            granted.remove(end.prefix());
        }
        return entry.change() instanceof TermsChange.Lease lease && !granted.add(lease.prefix());
    }

    @Override
    public void close() {
        processor.close();
        timer.shutdownNow();
        caches.close();
    }
}
