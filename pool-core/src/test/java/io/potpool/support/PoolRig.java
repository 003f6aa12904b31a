package io.potpool.support;

import static org.awaitility.Awaitility.await;

import io.potpool.Pool;
import io.potpool.PoolBuilder;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Nonce;
import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.LightCache;
import io.potpool.shares.ShareOutcome;
import io.potpool.shares.Submission;
import io.potpool.spi.MinerGateway;
import io.potpool.spi.MinerTransport;
import io.potpool.terms.Lease;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.Terms;
import io.potpool.work.Job;
import io.potpool.work.WorkTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real pool between a node, a store and a proof of work that a test commands; the test is its transport. */
public final class PoolRig implements AutoCloseable {

    public static final int VERIFIERS = 2;

    public final MemoryStore store;
    public final FakePow pow;
    public final FakeNode node = new FakeNode();
    public final Pool pool;
    private final Port port = new Port();
    private volatile Instant now = TestChain.START;

    private PoolRig(MemoryStore store, FakePow pow, Terms terms, Consumer<PoolBuilder> more) throws IOException {
        this.store = store;
        this.pow = pow;
        PoolBuilder builder = Pool.builder()
                .chain(TestChain.CHAIN)
                .store(store)
                .nodes(node)
                .terms(terms)
                .transport(port)
                .verifierThreads(VERIFIERS)
                .hashEngine(pow::engine)
                .caches(new EpochCaches(epoch -> LightCache.build(epoch, 128, 256), 2))
                .clock(() -> now);
        more.accept(builder);
        pool = builder.build();
        pool.start();
    }

    /** Starts a pool on a new store. */
    public static PoolRig start(Terms terms) throws IOException {
        return new PoolRig(new MemoryStore(), new FakePow(1), terms, builder -> {});
    }

    public static PoolRig start(Terms terms, Consumer<PoolBuilder> more) throws IOException {
        return new PoolRig(new MemoryStore(), new FakePow(1), terms, more);
    }

    /** Starts another pool on what this one has stored; this one must be closed or forgotten. */
    public PoolRig again(Terms terms) throws IOException {
        return again(terms, builder -> {});
    }

    public PoolRig again(Terms terms, Consumer<PoolBuilder> more) throws IOException {
        return new PoolRig(store, pow, terms, more);
    }

    /** Has the pool announce work, and returns it as a job. */
    public Job announce(long height, int variant, long network) {
        WorkTemplate work = TestChain.work("node", height, variant, Difficulty.of(network), 0);
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> {
            now = now.plusSeconds(10);
            node.pool().observed(TestChain.look(work, now));
            return gateway()
                    .currentJob()
                    .filter(job -> job.header().equals(work.header()))
                    .isPresent();
        });
        return gateway().currentJob().orElseThrow();
    }

    public Job announce(long height) {
        return announce(height, 0, 1000);
    }

    public MinerGateway gateway() {
        return port.gateway;
    }

    public Lease reserve(int bytes) {
        return gateway().reservePrefix(bytes, InetAddress.getLoopbackAddress());
    }

    /** Sends a share over a protocol without leases. */
    public CompletableFuture<ShareOutcome> send(Address login, Job job, long nonce) {
        return send(login, job, nonce, Optional.empty());
    }

    /** Sends a share of a session that holds {@code lease}. */
    public CompletableFuture<ShareOutcome> send(Lease lease, Address login, Job job, long nonce) {
        return send(login, job, nonce, Optional.of(lease.prefix()));
    }

    private CompletableFuture<ShareOutcome> send(Address login, Job job, long nonce, Optional<NoncePrefix> lease) {
        return gateway()
                .submit(new Submission(login, "rig", job, new Nonce(nonce), lease, Optional.empty()))
                .toCompletableFuture();
    }

    /** Returns a nonce under a lease. */
    public static long under(Lease lease, long rest) {
        return lease.prefix().value() << 64 - 8 * lease.prefix().bytes() | rest;
    }

    public static ShareOutcome told(CompletableFuture<ShareOutcome> answer) {
        try {
            return answer.get(20, TimeUnit.SECONDS);
        } catch (Exception late) {
            throw new AssertionError("no answer", late);
        }
    }

    public long metric(String name) {
        return pool.stats().metrics().getOrDefault(name, 0L);
    }

    @Override
    public void close() {
        pool.close();
    }

    private static final class Port implements MinerTransport {

        private volatile MinerGateway gateway;

        @Override
        public void start(MinerGateway pool) {
            gateway = pool;
        }

        @Override
        public List<InetSocketAddress> listening() {
            return List.of();
        }

        @Override
        public void close() {
            // The rig itself is the transport.
        }
    }
}
