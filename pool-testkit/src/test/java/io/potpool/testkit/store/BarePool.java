package io.potpool.testkit.store;

import static org.awaitility.Awaitility.await;

import io.potpool.Pool;
import io.potpool.PoolBuilder;
import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.LightCache;
import io.potpool.spi.MinerGateway;
import io.potpool.spi.MinerTransport;
import io.potpool.spi.NodeClient;
import io.potpool.spi.NodeListener;
import io.potpool.spi.NodeObservation;
import io.potpool.spi.NodeStatus;
import io.potpool.spi.PoolStore;
import io.potpool.terms.Lease;
import io.potpool.terms.Terms;
import io.potpool.work.BlockHead;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import io.potpool.work.WorkTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A real pool whose node and transport are the test. */
final class BarePool implements NodeClient, MinerTransport {

    private static final ChainSpec CHAIN = Chains.named("ethereum");
    private static final Difficulty NETWORK = Difficulty.of(1000);

    final Pool pool;
    private volatile NodeListener listener;
    private volatile MinerGateway gateway;
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    BarePool(PoolStore store, String name, Terms terms, Consumer<PoolBuilder> more) throws IOException {
        PoolBuilder builder = Pool.builder()
                .chain(CHAIN)
                .store(store)
                .nodes(this)
                .transport(this)
                .name(name)
                .terms(terms)
                .verifierThreads(1)
                .caches(new EpochCaches(epoch -> LightCache.build(epoch, 128, 256), 2))
                .clock(() -> now);
        more.accept(builder);
        pool = builder.build();
        pool.start();
    }

    /** Has the node show work of this height. */
    void look(long height) {
        now = now.plusSeconds(10);
        Hash256 parent = new Hash256(0xb10cL, 0, height - 1, 1);
        WorkTemplate work = new WorkTemplate(
                "node",
                new Hash256(height, 7, 7, 7),
                CHAIN.epochAt(height).seed(),
                NETWORK.toTarget(),
                height,
                Optional.of(parent));
        BlockHead head =
                new BlockHead(height - 1, parent, new Hash256(0xb10cL, 0, height - 2, 1), now.minusSeconds(5), NETWORK);
        listener.observed(new NodeObservation("node", now, true, Optional.of(work), Optional.of(head)));
    }

    /** Shows work of this height until it is announced. */
    void see(long height) {
        await().until(() -> {
            look(height);
            return pool.stats().job().filter(job -> job.height() == height).isPresent();
        });
    }

    Difficulty defaultDifficulty() {
        return gateway.defaultDifficulty(gateway.currentJob().orElseThrow());
    }

    Lease reserve() {
        return gateway.reservePrefix(3, InetAddress.getLoopbackAddress());
    }

    @Override
    public void start(NodeListener jobs) {
        listener = jobs;
    }

    @Override
    public void start(MinerGateway miners) {
        gateway = miners;
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
    public List<InetSocketAddress> listening() {
        return List.of();
    }

    @Override
    public void close() {
        pool.close();
    }
}
