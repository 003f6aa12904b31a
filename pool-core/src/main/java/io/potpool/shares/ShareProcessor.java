package io.potpool.shares;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.RewardSchedule;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.HashEngine;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.PowHash;
import io.potpool.ethash.ShareVerifier;
import io.potpool.metrics.Metrics;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.JobManager;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.RewardScheme;
import io.potpool.spi.RewardSchemes;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareKey;
import io.potpool.spool.Spool;
import io.potpool.terms.LeaseBook;
import io.potpool.terms.NonceTerms;
import io.potpool.terms.TermsLog;
import io.potpool.work.Job;
import io.potpool.work.Solution;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * The path of a share, in order: job and terms known, nonce in the session's lease, duplicate -- all before any hashing;
 * verified; sent if it solves a block; paid by its scheme; committed; answered.
 *
 * <p>Thread-safe. {@link #submit} never blocks and answers within 1.5 s.
 */
public final class ShareProcessor implements AutoCloseable {

    private final ChainSpec chain;
    private final JobManager jobs;
    private final TermsLookup lookup;
    private final LeaseBook leases;
    private final RewardSchemes schemes;
    private final SolutionDispatcher solutions;
    private final ListenerHub listeners;
    private final Metrics metrics;
    private final InstantSource clock;
    private final DuplicateFilter duplicates = new DuplicateFilter();
    private final AnswerClock answers = new AnswerClock(System::nanoTime);
    private final ShareVerifier verifier;
    private final Optional<Spool> spool;
    private final ShareJournal journal;
    private volatile boolean closed;

    /**
     * Creates the processor; nothing runs before {@link #start}.
     *
     * @param journalId the identity of this start of the pool
     */
    public ShareProcessor(
            ChainSpec chain,
            JobManager jobs,
            TermsLog terms,
            LeaseBook leases,
            RewardSchemes schemes,
            PoolStore store,
            JournalId journalId,
            Optional<Spool> spool,
            SolutionDispatcher solutions,
            ListenerHub listeners,
            EpochCaches caches,
            Supplier<HashEngine> engines,
            int verifierThreads,
            Metrics metrics,
            InstantSource clock) {
        this(
                chain,
                jobs,
                sent -> terms.at(sent.nonce(), sent.job().height()),
                leases,
                schemes,
                store,
                journalId,
                spool,
                solutions,
                listeners,
                caches,
                engines,
                verifierThreads,
                metrics,
                clock);
    }

    ShareProcessor(
            ChainSpec chain,
            JobManager jobs,
            TermsLookup lookup,
            LeaseBook leases,
            RewardSchemes schemes,
            PoolStore store,
            JournalId journalId,
            Optional<Spool> spool,
            SolutionDispatcher solutions,
            ListenerHub listeners,
            EpochCaches caches,
            Supplier<HashEngine> engines,
            int verifierThreads,
            Metrics metrics,
            InstantSource clock) {
        this.chain = chain;
        this.jobs = jobs;
        this.lookup = lookup;
        this.leases = leases;
        this.schemes = schemes;
        this.solutions = solutions;
        this.listeners = listeners;
        this.metrics = metrics;
        this.clock = clock;
        this.verifier = ShareVerifier.builder(caches)
                .engines(engines)
                .threads(verifierThreads)
                .metrics(metrics)
                .build();
        this.spool = spool;
        this.journal = new ShareJournal(journalId, store.shares(), spool, metrics, this::committed);
    }

    /** Starts the threads, with the keys of the shares that are stored or spooled already. */
    public void start(Collection<ShareKey> stored, ScheduledExecutorService timer) {
        duplicates.load(stored, jobs.highestAnnounced());
        spool.ifPresent(earlier -> earlier.eachKey(duplicates::load));
        answers.start(timer);
        journal.start();
        verifier.start();
    }

    /** Returns whether the verifier is warm; if not, it is being warmed with {@code cache} when this returns. */
    public boolean isWarm(LightCache cache) {
        return verifier.isWarm(cache);
    }

    /** Forgets what no share can refer to any more. */
    public void forgetBelow(long lowestHeight) {
        duplicates.forgetBelow(lowestHeight, this::isJob);
        solutions.forgetBelow(lowestHeight);
    }

    /**
     * Returns the lowest height of the shares that are judged but neither stored nor spooled yet; {@link Long#MAX_VALUE} if
     * there are none.
     */
    public long lowestUnrecorded() {
        return journal.lowestUnrecorded();
    }

    private boolean isJob(Hash256 header) {
        return jobs.find(header.w0()).filter(job -> job.header().equals(header)).isPresent();
    }

    /** Judges a share; the stage completes within 1.5 s, never exceptionally, and accepted means durable. */
    public CompletionStage<ShareOutcome> submit(Submission submission) {
        CompletableFuture<ShareOutcome> answer = new CompletableFuture<>();
        begin(submission).thenAccept(outcome -> {
            metrics.count("shares.outcome{" + outcome.label() + "}");
            answer.complete(outcome);
            listeners.judged(submission, outcome);
        });
        return answer;
    }

    private CompletableFuture<ShareOutcome> begin(Submission submission) {
        if (!isJob(submission.job().header())) {
            return done(new ShareOutcome.UnknownJob());
        }
        Optional<NonceTerms> found = lookup.of(submission);
        if (found.isEmpty() || closed) {
            return done(new ShareOutcome.NotReady());
        }
        if (isForeign(submission)) {
            return duplicates
                    .first(submission.job().header(), submission.nonce())
                    .map(first -> resent(first, System.nanoTime()))
                    .orElseGet(() -> done(new ShareOutcome.ForeignNonce()));
        }
        return enqueue(submission, found.get());
    }

    private boolean isForeign(Submission submission) {
        if (submission.lease().isEmpty()) {
            leases.noteUnleased(submission.nonce());
            return false;
        }
        return !submission.lease().get().covers(submission.nonce())
                && !leases.heldSince(jobs.lowestHeight(), submission.nonce(), submission.login());
    }

    private CompletableFuture<ShareOutcome> enqueue(Submission submission, NonceTerms nonceTerms) {
        Job job = submission.job();
        int lag = jobs.lag(job);
        Ratio factor = nonceTerms.reward().lag().factor(scheduleOf(nonceTerms), job.height(), lag);
        long readNanos = System.nanoTime();
        HeaderNonces nonces = duplicates.of(job.header(), job.height());
        PendingShare share = new PendingShare(submission, nonceTerms, lag, factor, clock.instant(), readNanos, nonces);
        Optional<CompletableFuture<ShareOutcome>> first = nonces.claim(share.nonce(), share.fate);
        if (first.isPresent()) {
            return resent(first.get(), readNanos);
        }
        if (!verifier.submit(new ShareTask(share, answers, this::judge))) {
            share.dropped(new ShareOutcome.Overloaded());
        }
        answers.watch(share.answer, readNanos);
        return share.answer;
    }

    /** The schedule in force at the share's height, not what the config says by now. */
    private RewardSchedule scheduleOf(NonceTerms nonceTerms) {
        return nonceTerms.schedule().orElse(chain.schedule());
    }

    private CompletableFuture<ShareOutcome> resent(CompletableFuture<ShareOutcome> first, long readNanos) {
        CompletableFuture<ShareOutcome> answer = first.thenApply(ShareProcessor::forResend);
        answers.watch(answer, readNanos);
        return answer;
    }

    /** What is held against the sender is so once, as it is when the first was judged before the resend came. */
    private static ShareOutcome forResend(ShareOutcome first) {
        return first.accepted() || first.offence().isPresent() ? new ShareOutcome.Duplicate() : first;
    }

    private static CompletableFuture<ShareOutcome> done(ShareOutcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private void judge(PendingShare share, PowHash hash) {
        Job job = share.submission.job();
        if (job.networkTarget().isMetBy(hash.result())) {
            share.block = true;
            solutions.dispatch(solution(share, hash));
        }
        if (!share.terms.certain()) {
            metrics.count("shares.uncertainTerms");
            share.dropped(new ShareOutcome.NotReady());
            return;
        }
        Difficulty actual = Difficulty.reachedBy(hash.result());
        if (actual.compareTo(share.effective) < 0) {
            boolean leased = share.terms.leased()
                    && actual.compareTo(share.terms.defaultDifficulty().min(job.network())) >= 0;
            share.rejected(new ShareOutcome.LowDifficulty(leased));
        } else if (share.lagFactor.equals(Ratio.ZERO)) {
            share.rejected(new ShareOutcome.Stale(share.lag, share.block));
        } else {
            credit(share, actual);
        }
    }

    private static Solution solution(PendingShare share, PowHash hash) {
        Submission sent = share.submission;
        Job job = sent.job();
        return new Solution(
                job.header(),
                sent.nonce(),
                hash.mix(),
                job.height(),
                job.network(),
                job.nodeId(),
                sent.login(),
                sent.worker(),
                share.readAt);
    }

    private void credit(PendingShare share, Difficulty actual) {
        Submission sent = share.submission;
        Job job = sent.job();
        ShareFacts facts = new ShareFacts(
                job.header(),
                sent.nonce(),
                job.height(),
                job.network(),
                scheduleOf(share.terms).blockReward(job.height()),
                share.effective,
                actual,
                share.lagFactor);
        RewardScheme scheme = schemes.byId(share.terms.reward().schemeId())
                .orElseThrow(() -> new IllegalStateException(
                        "no reward scheme " + share.terms.reward().schemeId()));
        ShareCredit credit = new ShareCredit(
                facts,
                share.terms.reward(),
                sent.login(),
                sent.worker(),
                share.readAt,
                scheme.onShare(facts, share.terms.reward(), sent.login()));
        share.outcome = new ShareOutcome.Accepted(credit.reward(), actual, share.lag, share.block);
        if (!journal.offer(credit, share)) {
            share.dropped(new ShareOutcome.NotReady());
        }
    }

    private void committed(PendingShare share, boolean credited) {
        share.stored(credited ? share.outcome : new ShareOutcome.Duplicate());
    }

    /** Takes no more submissions: they hear "work not ready". What is under way goes on. */
    public void stop() {
        closed = true;
    }

    /**
     * Verifies, commits and sends what is under way, for some seconds at most; later submissions hear "work not ready". The
     * spool is stopped; who has opened it closes it.
     */
    @Override
    public void close() {
        closed = true;
        verifier.close();
        journal.close();
        answers.sweep();
        solutions.drain();
        spool.ifPresent(Spool::stop);
    }
}
