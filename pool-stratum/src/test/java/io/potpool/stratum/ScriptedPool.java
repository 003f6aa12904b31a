package io.potpool.stratum;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.metrics.Metrics;
import io.potpool.metrics.ReportedHashrates;
import io.potpool.shares.ShareOutcome;
import io.potpool.shares.Submission;
import io.potpool.spi.AccessPolicy;
import io.potpool.spi.JobListener;
import io.potpool.spi.MinerGateway;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.work.Job;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A pool without hashing: real jobs, leases, duplicates and foreign nonces; which nonces are good is given. The first
 * free prefix is a2ee, its terms hold from the height after the grant.
 */
final class ScriptedPool implements MinerGateway {

    static final Hash256 GOLD_HEADER =
            Hash256.parse("fc12eb20c58158071c956316cdcd12a22dd8bf126ac4aee559f0ffe4df11f279");
    static final Hash256 SEED = Hash256.parse("abad8f99f3918bf903c6a909d9bbc0fdfa5a2f4b9cb1196175ec825c6610126c");
    static final Nonce GOLD_NONCE = Nonce.parse("a2eea0cfae7df760");
    static final long HEIGHT = 1_500_000;
    static final Difficulty NETWORK = Difficulty.of(1L << 40);

    volatile boolean grants = true;
    volatile boolean leasesAreLost;
    final List<LeaseTerms> granted = new CopyOnWriteArrayList<>();
    final List<Submission> submissions = new CopyOnWriteArrayList<>();
    volatile Difficulty defaultDifficulty = Difficulty.of(1L << 32);
    volatile Set<Nonce> good = Set.of(GOLD_NONCE);
    volatile AccessPolicy policy = AccessPolicy.OPEN;
    volatile Function<Submission, CompletionStage<ShareOutcome>> judge =
            share -> CompletableFuture.completedFuture(outcome(share));

    private final ChainSpec chain = Chains.named("ethereum");
    private final Metrics metrics = new Metrics();
    final ReportedHashrates hashrates = new ReportedHashrates(Clock.systemUTC());
    private final List<JobListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<Long, Job> jobs = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<Long> prefixes = ConcurrentHashMap.newKeySet();
    private final List<NoncePrefix> ended = new CopyOnWriteArrayList<>();
    private volatile Optional<Job> current = Optional.empty();

    static ScriptedPool withGold() {
        ScriptedPool pool = new ScriptedPool();
        pool.announce(GOLD_HEADER, HEIGHT, true);
        return pool;
    }

    Job announce(Hash256 header, long height, boolean clean) {
        Job job = new Job(
                header,
                SEED,
                height,
                chain.epochAt(height),
                NETWORK.toTarget(),
                NETWORK,
                chain.blockReward(height),
                "node",
                clean);
        jobs.put(header.w0(), job);
        publish(Optional.of(job));
        return job;
    }

    void publish(Optional<Job> job) {
        current = job;
        listeners.forEach(listener -> listener.jobChanged(job));
    }

    ShareOutcome outcome(Submission share) {
        if (share.lease().isPresent() && !share.lease().get().covers(share.nonce())) {
            return new ShareOutcome.ForeignNonce();
        }
        if (!good.contains(share.nonce())) {
            return new ShareOutcome.LowDifficulty(false);
        }
        return accepted.add(share.job().header() + " " + share.nonce())
                ? new ShareOutcome.Accepted(Wei.of(1), Difficulty.of(8_002_014_803L), 0, false)
                : new ShareOutcome.Duplicate();
    }

    List<NoncePrefix> endedLeases() {
        return new ArrayList<>(ended);
    }

    Address wallet() {
        return Address.parse(TestMiner.WALLET);
    }

    long count(String metric) {
        return metrics.snapshot().getOrDefault(metric, 0L);
    }

    @Override
    public ChainSpec chain() {
        return chain;
    }

    @Override
    public Optional<Job> currentJob() {
        return current;
    }

    @Override
    public Optional<Job> findJob(long headerWord) {
        return Optional.ofNullable(jobs.get(headerWord));
    }

    @Override
    public void addJobListener(JobListener listener) {
        listeners.add(listener);
    }

    @Override
    public Difficulty defaultDifficulty(Job job) {
        return defaultDifficulty.min(job.network());
    }

    @Override
    public synchronized Lease reservePrefix(int bytes, InetAddress address) {
        long value = bytes == 2 ? 0xa2ee : 0xa2eea0;
        while (!prefixes.add(value)) {
            value++;
        }
        return new Held(new NoncePrefix(bytes, value));
    }

    @Override
    public CompletionStage<ShareOutcome> submit(Submission submission) {
        submissions.add(submission);
        return judge.apply(submission);
    }

    @Override
    public AccessPolicy policy() {
        return policy;
    }

    @Override
    public ReportedHashrates reportedHashrates() {
        return hashrates;
    }

    @Override
    public Metrics metrics() {
        return metrics;
    }

    private final class Held implements Lease {

        private final NoncePrefix prefix;
        private Optional<Difficulty> own = Optional.empty();
        private long above = Long.MAX_VALUE;

        private Held(NoncePrefix prefix) {
            this.prefix = prefix;
        }

        @Override
        public NoncePrefix prefix() {
            return prefix;
        }

        @Override
        public synchronized void grant(Address login, LeaseTerms terms) {
            granted.add(terms);
            if (grants && above == Long.MAX_VALUE) {
                own = terms.difficulty();
                above = current.map(Job::height).orElse(0L);
            }
        }

        @Override
        public synchronized void change(LeaseTerms terms) {
            own = terms.difficulty();
            above = current.map(Job::height).orElse(0L);
        }

        @Override
        public synchronized Difficulty difficulty(Job job) {
            Difficulty unleased = defaultDifficulty(job);
            return job.height() > above
                    ? own.map(unleased::max).orElse(unleased).min(job.network())
                    : unleased;
        }

        @Override
        public Difficulty lowest(Job job) {
            return defaultDifficulty(job);
        }

        @Override
        public boolean isLost() {
            return leasesAreLost;
        }

        @Override
        public void end() {
            if (prefixes.remove(prefix.value())) {
                ended.add(prefix);
            }
        }
    }
}
