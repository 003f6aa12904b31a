package io.potpool.testkit.adversary;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.ethash.EpochCaches;
import io.potpool.jobs.WindowJobManager;
import io.potpool.metrics.Metrics;
import io.potpool.schemes.BundledSchemes;
import io.potpool.shares.ListenerHub;
import io.potpool.shares.ShareOutcome;
import io.potpool.shares.ShareProcessor;
import io.potpool.shares.SolutionDispatcher;
import io.potpool.shares.Submission;
import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.Holdings;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.JournalId;
import io.potpool.spi.NodeObservation;
import io.potpool.spi.RewardScheme;
import io.potpool.terms.AnnouncementGate;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseBook;
import io.potpool.terms.NonceTerms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsLog;
import io.potpool.work.BlockHead;
import io.potpool.work.Job;
import io.potpool.work.WorkTemplate;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One instance of the pool: its real terms, jobs and shares; what it confirms, and when, is the test's. */
final class Member implements AutoCloseable {

    static final ChainSpec CHAIN = Chains.named("ethereum");
    private static final long KEPT = 16;
    private static final long PATIENCE_SECONDS = 20;
    private static final Map<String, RewardScheme> SCHEMES = BundledSchemes.all();

    final CutStore store;
    private final String name;
    private final JournalId id = JournalId.random();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Metrics metrics = new Metrics();
    private final TermsLog log = new TermsLog();
    private final AnnouncementGate gate;
    private final LeaseBook leases;
    private final WindowJobManager jobs;
    private final ShareProcessor processor;
    private Instant now;
    private Instant storeTime;

    Member(String name, CutStore store, FreePow pow, EpochCaches caches, Instant now) {
        this.name = name;
        this.store = store;
        this.now = now;
        store.load(0).forEach(log::apply);
        gate = new AnnouncementGate(log, store, id, store.highestAnnounced(), metrics);
        leases = new LeaseBook(store, log, gate, ExtranonceSpace.ALL, timer, metrics);
        jobs = new WindowJobManager(CHAIN, store, gate, epoch -> true, metrics, () -> this.now, false);
        ListenerHub listeners = new ListenerHub(List.of(), List.of(), metrics);
        processor = new ShareProcessor(
                CHAIN,
                jobs,
                log,
                leases,
                scheme -> Optional.ofNullable(SCHEMES.get(scheme)),
                store,
                id,
                Optional.empty(),
                new SolutionDispatcher(
                        store.solutions(),
                        Optional.empty(),
                        new NoNode(),
                        jobs::lowestHeight,
                        listeners,
                        metrics,
                        timer),
                listeners,
                caches,
                pow::engine,
                1,
                metrics,
                () -> this.now);
        Agreement joined = await(store.register(new Instance(id, name, "test", now)));
        storeTime = joined.at();
        gate.heard(joined);
        confirm();
        leases.own(await(store.takeFirstByte(id, ExtranonceSpace.ALL, Set.of())).orElseThrow());
        Set<JournalId> running =
                store.all().stream().map(view -> view.instance().id()).collect(Collectors.toSet());
        leases.end(leases.open().entrySet().stream()
                .filter(lease -> !running.contains(lease.getValue()))
                .map(Map.Entry::getKey)
                .toList());
        processor.start(store.keysFrom(0), timer);
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError("the store does not answer", failure);
        }
    }

    CompletionStage<?> append(TermsChange change) {
        return gate.append(store, change);
    }

    /** Confirms once, if the store answers. */
    void confirm() {
        AnnouncementGate.Told can = gate.told();
        Confirmation told = new Confirmation(
                id,
                can.known(),
                can.seen(),
                can.own(),
                Math.max(0, jobs.lowestHeight() - KEPT),
                storeTime,
                InstanceState.NONE,
                new Holdings(can.loss(), can.records(), leases.ownBytes()));
        CompletableFuture<Agreement> reply = store.confirm(told).toCompletableFuture();
        if (store.isOpen()) {
            Agreement agreed = await(reply);
            storeTime = agreed.at();
            gate.heard(agreed);
        }
    }

    /** Returns once the store has what this instance has asked it to record until now. */
    void reachesTheStore() {
        for (int ask = 0; ask < 2; ask++) {
            await(store.announce(id, -1, Long.MAX_VALUE));
        }
    }

    /** Records again what was announced without the store. */
    boolean isRecorded() {
        gate.recordAgain();
        return gate.isRecorded();
    }

    long pending() {
        return metrics.snapshot().getOrDefault("terms.pending", 0L);
    }

    private static Hash256 block(long height, int branch) {
        return new Hash256(0xb10cL, branch, height, 1);
    }

    /** Has a node show work of this height; the same numbers, the same header at every instance. */
    void see(long height, int branch, Difficulty network, long secondsLater) {
        now = now.plusSeconds(secondsLater);
        WorkTemplate work = new WorkTemplate(
                "node-" + branch,
                new Hash256(height * 1000 + branch + 1, 7, 7, 7),
                CHAIN.epochAt(height).seed(),
                network.toTarget(),
                height,
                Optional.of(block(height - 1, branch)));
        BlockHead head = new BlockHead(
                height - 1, block(height - 1, branch), block(height - 2, branch), now.minusSeconds(5), network);
        jobs.observed(new NodeObservation(work.nodeId(), now, true, Optional.of(work), Optional.of(head)));
        long lowest = Math.max(0, Math.min(jobs.lowestHeight(), gate.announced()) - KEPT);
        leases.forgetBelow(lowest);
        processor.forgetBelow(lowest);
    }

    Optional<Job> job() {
        return jobs.current();
    }

    Optional<Job> find(Job other) {
        return jobs.find(other.header().w0());
    }

    int lag(Job job) {
        return jobs.lag(job);
    }

    NonceTerms terms(Submission sent) {
        return log.at(sent.nonce(), sent.job().height()).orElseThrow();
    }

    RewardScheme scheme(NonceTerms terms) {
        RewardScheme scheme = SCHEMES.get(terms.reward().schemeId());
        assertThat(scheme).isNotNull();
        return Objects.requireNonNull(scheme);
    }

    boolean mayCome(Submission sent) {
        return sent.lease().isEmpty()
                || sent.lease().get().covers(sent.nonce())
                || leases.heldSince(jobs.lowestHeight(), sent.nonce(), sent.login());
    }

    Lease reserve() {
        return leases.reserve(3, InetAddress.getLoopbackAddress());
    }

    CompletableFuture<ShareOutcome> send(Submission sent) {
        return processor.submit(sent).toCompletableFuture();
    }

    Instant now() {
        return now;
    }

    /** Commits what is judged and leaves the others. */
    @Override
    public void close() {
        processor.close();
        timer.shutdownNow();
        await(store.retire(id));
        store.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
