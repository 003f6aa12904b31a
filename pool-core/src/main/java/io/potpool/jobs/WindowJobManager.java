package io.potpool.jobs;

import io.potpool.chain.ChainSpec;
import io.potpool.domain.Hash256;
import io.potpool.metrics.Metrics;
import io.potpool.spi.BlockSighting;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.JobListener;
import io.potpool.spi.JobManager;
import io.potpool.spi.NodeAdvice;
import io.potpool.spi.NodeObservation;
import io.potpool.store.InWords;
import io.potpool.terms.AnnouncementGate;
import io.potpool.work.Job;
import io.potpool.work.WorkTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool's own job manager: a window of the last seven heights with every announced template in it, and a height that
 * never falls by a race or a lagging node.
 *
 * <p>A new height is announced at once, a first refresh of it shortly after (the full template after the empty one), later
 * ones at intervals; a template of another node at once. Before a height is announced for the first time it is recorded.
 */
public final class WindowJobManager implements JobManager {

    private static final Logger LOG = LoggerFactory.getLogger(WindowJobManager.class);
    private static final long DEEPEST_FALL = 7;
    private static final Duration FIRST_REFRESH = Duration.ofMillis(50);
    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final Duration REPEAT_ALARM = Duration.ofMinutes(1);
    private static final long STORE_PATIENCE_MILLIS = 1000;
    private static final String CONTRADICTION = " with another height or difficulty than at first sight";

    private final ChainSpec chain;
    private final HeightStore heights;
    private final AnnouncementGate gate;
    private final EpochGate epochs;
    private final Metrics metrics;
    private final TemplateCheck check;
    private final JobWindow window = new JobWindow();
    private final List<JobListener> listeners = new CopyOnWriteArrayList<>();
    private final HeightRule rule;
    private volatile Optional<Job> current = Optional.empty();
    private volatile long lowest;

    private Optional<Hash256> parentHash = Optional.empty();
    private long best;
    private boolean started;
    private boolean acceptChain;
    private final long floor;
    private final long earlier;
    private int refreshes;
    private Instant announcedAt = Instant.MIN;
    private Instant alarmedAt = Instant.MIN;

    /**
     * Creates the manager.
     *
     * @param acceptChain whether the first work seen is accepted whatever its height (the operator's word)
     */
    public WindowJobManager(
            ChainSpec chain,
            HeightStore heights,
            AnnouncementGate gate,
            EpochGate epochs,
            Metrics metrics,
            InstantSource clock,
            boolean acceptChain) {
        this.chain = chain;
        this.heights = heights;
        this.gate = gate;
        this.epochs = epochs;
        this.metrics = metrics;
        this.check = new TemplateCheck(chain);
        this.acceptChain = acceptChain;
        this.floor = heights.floor();
        this.best = heights.reference();
        this.earlier = gate.announced();
        this.lowest = Math.max(0, best - JobWindow.HEIGHTS + 1);
        this.rule = new HeightRule(best, clock.instant());
        gate.afterLoss(this::fixAgain);
        metrics.gauge("jobs.height", () -> current.map(Job::height).orElse(-1L));
    }

    @Override
    public Optional<Job> current() {
        return current;
    }

    @Override
    public Optional<Job> find(long headerWord) {
        return window.find(headerWord);
    }

    @Override
    public int lag(Job job) {
        return window.lag(job, gate.best());
    }

    @Override
    public long lowestHeight() {
        return lowest;
    }

    @Override
    public long highestAnnounced() {
        return gate.announced();
    }

    @Override
    public void addListener(JobListener listener) {
        listeners.add(listener);
    }

    @Override
    public synchronized void sighted(BlockSighting seen) {
        rule.sighted(seen);
    }

    @Override
    public synchronized NodeAdvice observed(NodeObservation seen) {
        rule.heard(seen);
        gate.recordAgain();
        OptionalLong lookAt = rule.toLookAt(seen);
        if (seen.work().isEmpty()) {
            return new NodeAdvice(lookAt, Optional.empty());
        }
        WorkTemplate work = seen.work().get();
        Optional<String> complaint = check.complaint(work, seen).or(() -> contradiction(work));
        if (complaint.isEmpty() && seen.serving()) {
            complaint = consider(work, seen.at());
        }
        return complaint.isEmpty() && lookAt.isEmpty() ? NodeAdvice.FINE : new NodeAdvice(lookAt, complaint);
    }

    private Optional<String> contradiction(WorkTemplate work) {
        Optional<Job> known = window.find(work.header());
        boolean same = known.filter(job ->
                        job.height() != work.height() || !job.networkTarget().equals(work.target()))
                .isEmpty();
        return same ? Optional.empty() : Optional.of("work " + work.header() + CONTRADICTION);
    }

    private Optional<String> consider(WorkTemplate work, Instant now) {
        if (gate.forgotten()) {
            withdraw();
            return Optional.empty();
        }
        if (work.height() <= floor) {
            belowFloor(work, now);
            return Optional.empty();
        }
        if (!started && acceptChain) {
            acceptChain = false;
            accept(work.height());
        }
        if (work.height() < best) {
            return considerFall(work, now);
        }
        if (isFarBehind(work)) {
            stop(work, now);
            return Optional.empty();
        }
        if (!started || work.height() > best || current.isEmpty()) {
            return announce(work, now);
        }
        return considerRefresh(work, now);
    }

    /** Shares of these heights may be in the ledger that was imported, where nobody would notice them here. */
    private void belowFloor(WorkTemplate work, Instant now) {
        if (now.isAfter(alarmedAt.plus(REPEAT_ALARM))) {
            alarmedAt = now;
            LOG.warn(
                    "no jobs yet: node {} is at height {}; up to {} shares are those of the store that was imported",
                    work.nodeId(),
                    work.height(),
                    floor);
        }
    }

    private void accept(long height) {
        LOG.warn("the operator accepts the chain at height {}", height);
        best = height;
        await(gate.accept(height).toCompletableFuture()::get);
    }

    private Optional<String> considerFall(WorkTemplate work, Instant now) {
        if (!rule.mayFall(now)) {
            return Optional.empty();
        }
        if (work.height() < reference() - DEEPEST_FALL) {
            stop(work, now);
            return Optional.empty();
        }
        LOG.warn("the chain went back: work of height {} after {}", work.height(), best);
        metrics.count("jobs.fall");
        return announce(work, now);
    }

    private boolean isFarBehind(WorkTemplate work) {
        return work.height() < gate.best() - DEEPEST_FALL;
    }

    private long reference() {
        return gate.isRecorded() ? gate.best() : Math.max(gate.best(), gate.own());
    }

    private void stop(WorkTemplate work, Instant now) {
        if (now.isAfter(alarmedAt.plus(REPEAT_ALARM))) {
            alarmedAt = now;
            LOG.error(
                    "no new jobs: node {} is at height {}, more than {} below {}, the highest this pool has announced;"
                            + " wait until the chain is back, or start with --accept-chain",
                    work.nodeId(),
                    work.height(),
                    DEEPEST_FALL,
                    reference());
        }
        metrics.count("jobs.chainRefused");
        withdraw();
    }

    private void withdraw() {
        if (current.isPresent()) {
            current = Optional.empty();
            listeners.forEach(listener -> listener.jobChanged(Optional.empty()));
        }
    }

    private Optional<String> considerRefresh(WorkTemplate work, Instant now) {
        Job job = current.orElseThrow();
        if (job.header().equals(work.header())) {
            return Optional.empty();
        }
        boolean due = !job.nodeId().equals(work.nodeId())
                || parentDiffers(work)
                || !now.isBefore(announcedAt.plus(refreshes == 0 ? FIRST_REFRESH : REFRESH));
        return due ? announce(work, now) : Optional.empty();
    }

    private boolean parentDiffers(WorkTemplate work) {
        return work.parentHash().isPresent()
                && parentHash.isPresent()
                && !work.parentHash().equals(parentHash);
    }

    /** Returns why this work cannot be, as another instance has seen it; then it is not announced. */
    private Optional<String> announce(WorkTemplate work, Instant now) {
        if (!epochs.ready(chain.epochAt(work.height()))) {
            return Optional.empty();
        }
        CompletionStage<FixedJob> fixed = fix(work);
        boolean clean = current.isEmpty() || work.height() != best || parentDiffers(work);
        if (work.height() > gate.own()) {
            gate.announce(work.height());
        }
        if (isFarBehind(work)) {
            stop(work, now);
            return Optional.empty();
        }
        if (isOtherwise(fixed, work)) {
            metrics.count("jobs.contradictions");
            return Optional.of("work " + work.header() + CONTRADICTION + " by another instance");
        }
        refreshes = started && work.height() == best ? refreshes + 1 : 0;
        started = true;
        best = work.height();
        parentHash = work.parentHash();
        announcedAt = now;
        rule.moved(best, parentHash, work.nodeId(), now);
        publish(window.find(work.header()).map(known -> withClean(known, clean)).orElseGet(() -> job(work, clean)));
        return Optional.empty();
    }

    private CompletionStage<FixedJob> fix(WorkTemplate work) {
        FixedJob own = new FixedJob(work.header(), work.height(), work.networkDifficulty());
        if (window.find(work.header()).isPresent()) {
            return CompletableFuture.completedFuture(own);
        }
        try {
            return heights.fix(own);
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    /** A store that has lost writes may have lost what headers mean that this instance has sent to miners. */
    private void fixAgain() {
        for (Job job : window.jobs()) {
            FixedJob own = new FixedJob(job.header(), job.height(), job.network());
            heights.fix(own).thenAccept(first -> {
                if (!first.equals(own)) {
                    metrics.count("jobs.contradictions");
                    LOG.error(
                            "the store has lost {}, and another instance has since fixed {}",
                            own.inWords(),
                            first.inWords());
                }
            });
        }
    }

    private boolean isOtherwise(CompletionStage<FixedJob> fixed, WorkTemplate work) {
        CompletableFuture<FixedJob> answer = fixed.toCompletableFuture();
        Optional<FixedJob> first = answer.isDone() || gate.isRecorded() ? await(answer::get) : Optional.empty();
        return first.filter(
                        job -> job.height() != work.height() || !job.network().equals(work.networkDifficulty()))
                .isPresent();
    }

    private void publish(Job job) {
        window.add(job, Math.min(gate.best(), Math.max(earlier, gate.own())));
        lowest = Math.max(0, job.height() - JobWindow.HEIGHTS + 1);
        current = Optional.of(job);
        metrics.count("jobs.announced");
        listeners.forEach(listener -> listener.jobChanged(current));
    }

    private Job job(WorkTemplate work, boolean clean) {
        return new Job(
                work.header(),
                work.seed(),
                work.height(),
                chain.epochAt(work.height()),
                work.target(),
                work.networkDifficulty(),
                chain.blockReward(work.height()),
                work.nodeId(),
                clean);
    }

    private static Job withClean(Job job, boolean clean) {
        return new Job(
                job.header(),
                job.seed(),
                job.height(),
                job.epoch(),
                job.networkTarget(),
                job.network(),
                job.blockReward(),
                job.nodeId(),
                clean);
    }

    @FunctionalInterface
    private interface Wait<T> {
        T get(long time, TimeUnit unit) throws Exception;
    }

    /** Gives the store a moment; a store that is away must not keep miners from new work. */
    private <T> Optional<T> await(Wait<T> wait) {
        try {
            return Optional.ofNullable(wait.get(STORE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interrupted);
        } catch (Exception slow) {
            metrics.count("jobs.unrecorded");
            LOG.error("the store did not record what is announced in time: {}", InWords.of(slow));
            return Optional.empty();
        }
    }
}
