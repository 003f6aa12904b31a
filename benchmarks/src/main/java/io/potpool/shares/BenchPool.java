package io.potpool.shares;

import io.potpool.Pool;
import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.HashEngine;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.MinerGateway;
import io.potpool.spi.MinerTransport;
import io.potpool.spi.NodeClient;
import io.potpool.spi.NodeListener;
import io.potpool.spi.NodeObservation;
import io.potpool.spi.NodeStatus;
import io.potpool.stratum.SubmitLine;
import io.potpool.terms.Terms;
import io.potpool.work.Job;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import io.potpool.work.WorkTemplate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pool without sockets: the benchmark is its node and its miners. */
final class BenchPool implements MinerTransport, NodeClient {

    private static final ChainSpec CHAIN = Chains.named("ethereum");
    private static final Address LOGIN = Address.parse("0x" + "a1".repeat(20));
    private static final Difficulty NETWORK = Difficulty.of(1L << 50);

    private final Pool pool;
    private @Nullable NodeListener listener;
    private @Nullable MinerGateway gateway;
    private long height = 100;

    BenchPool(EpochCaches caches, Supplier<HashEngine> engines) throws IOException {
        pool = Pool.builder()
                .chain(CHAIN)
                .store(new SinkStore())
                .nodes(this)
                .terms(new Terms(Difficulty.ONE, RewardTerms.parse("pot a=0.8 cap=1.5 fee=0.015 lag=uncle")))
                .transport(this)
                .caches(caches)
                .hashEngine(engines)
                .build();
        pool.start();
    }

    void stop() {
        pool.close();
    }

    private MinerGateway gateway() {
        MinerGateway opened = gateway;
        if (opened == null) {
            throw new IllegalStateException("not started");
        }
        return opened;
    }

    /** Announces work of the next height, once the epoch's cache is there. */
    Job announce() throws InterruptedException {
        NodeListener pools = listener;
        if (pools == null) {
            throw new IllegalStateException("not started");
        }
        height++;
        WorkTemplate work = new WorkTemplate(
                "node",
                new Hash256(height, 1, 1, 1),
                CHAIN.epochAt(height).seed(),
                NETWORK.toTarget(),
                height,
                Optional.empty());
        Optional<Job> job = Optional.empty();
        while (job.isEmpty()) {
            pools.observed(new NodeObservation("node", Instant.now(), true, Optional.of(work), Optional.empty()));
            job = gateway().findJob(work.header().w0());
            if (job.isEmpty()) {
                Thread.sleep(10);
            }
        }
        return job.get();
    }

    CompletionStage<ShareOutcome> submit(Job job, long nonce) {
        return gateway()
                .submit(new Submission(LOGIN, "bench", job, new Nonce(nonce), Optional.empty(), Optional.empty()));
    }

    /** As a session does with a line it has read. */
    CompletionStage<ShareOutcome> submit(SubmitLine.Parsed line) {
        Job job = gateway().findJob(line.headerWord()).orElseThrow();
        return gateway().submit(new Submission(LOGIN, "bench", job, line.nonce(), Optional.empty(), line.mix()));
    }

    @Override
    public void start(MinerGateway opened) {
        gateway = opened;
    }

    @Override
    public void start(NodeListener pools) {
        listener = pools;
    }

    @Override
    public List<InetSocketAddress> listening() {
        return List.of();
    }

    @Override
    public CompletionStage<SolutionFate> submit(Solution solution) {
        return CompletableFuture.completedFuture(SolutionFate.ACCEPTED);
    }

    @Override
    public List<NodeStatus> nodes() {
        return List.of();
    }

    @Override
    public void close() {
        // Called by the pool, as its transport and as its node client.
    }
}
