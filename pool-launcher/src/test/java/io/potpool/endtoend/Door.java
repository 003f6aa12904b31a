package io.potpool.endtoend;

import io.potpool.Pool;
import io.potpool.PoolBuilder;
import io.potpool.chain.ChainSpec;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import io.potpool.ethash.EpochCaches;
import io.potpool.node.HttpNodeClient;
import io.potpool.node.NodeClientSettings;
import io.potpool.node.NodeSettings;
import io.potpool.policy.PolicySettings;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import io.potpool.stratum.PortSettings;
import io.potpool.stratum.StratumServer;
import io.potpool.stratum.StratumSettings;
import io.potpool.terms.Terms;
import io.potpool.testkit.node.SimulatedNode;
import io.potpool.testkit.pow.Hasher;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A whole pool with a tiny proof of work over a simulated node, for miners of all kinds to knock at. */
final class Door implements AutoCloseable {

    static final long SHARE_DIFFICULTY = 50;

    private static final Address STRANGER = Address.parse("0x" + "5a".repeat(20));

    final SimulatedNode node;
    final SqliteStore store;
    final Pool pool;

    private Door(SimulatedNode node, SqliteStore store, Pool pool) {
        this.node = node;
        this.store = store;
        this.pool = pool;
    }

    static Door open(Path directory, PolicySettings policy, UnaryOperator<StratumSettings.Builder> change)
            throws IOException {
        return open(
                directory,
                policy,
                port -> port,
                change,
                new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.UNCLE, "pps"));
    }

    static Door open(
            Path directory,
            PolicySettings policy,
            UnaryOperator<PortSettings.Builder> port,
            UnaryOperator<StratumSettings.Builder> change,
            RewardTerms reward)
            throws IOException {
        SimulatedNode node = SimulatedNode.builder()
                .chainId(20_000_011)
                .etherbase(Address.parse("0x" + "e0".repeat(20)))
                .staticReward(Wei.parse("2000000000000000000"))
                .genesisDifficulty(1_000_000_000)
                .fixedDifficulty()
                .build()
                .start();
        node.mineBlocks(STRANGER, 10);
        ChainSpec chain = ChainSpec.builder("test", 20_000_011)
                .reward(0, Wei.parse("2000000000000000000"))
                .build();
        SqliteStore store = SqliteStore.open(SqliteSettings.of(directory, chain.name(), chain.chainId()));
        PoolBuilder builder = Pool.builder()
                .chain(chain)
                .store(store)
                .nodes(new HttpNodeClient(NodeClientSettings.builder(chain)
                        .node(NodeSettings.of("main", node.url()).withTimeout(Duration.ofSeconds(2)))
                        .pollInterval(Duration.ofMillis(50))
                        .build()))
                .caches(new EpochCaches(Hasher::tinyCache, 2))
                .policy(policy)
                .transport(new StratumServer(change.apply(StratumSettings.builder()
                                .port(port.apply(PortSettings.at(
                                                new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0)))
                                        .build())
                                .varDiff(Optional.empty()))
                        .build()))
                .terms(new Terms(Difficulty.of(SHARE_DIFFICULTY), reward));
        Pool pool = builder.build();
        pool.start();
        return new Door(node, store, pool);
    }

    /** The bundled policy without a grace, so that its limits hold from the start. */
    static PolicySettings strict() {
        PolicySettings.Limits own = PolicySettings.Limits.DEFAULT;
        PolicySettings.Limits now = new PolicySettings.Limits(own.size(), own.refill(), own.jump(), Duration.ZERO);
        return PolicySettings.DEFAULT.withLimits(Optional.of(now), PolicySettings.DEFAULT.perAddress());
    }

    int port() {
        return pool.stats().listening().get(0).getPort();
    }

    long count(String metric) {
        return pool.stats().metrics().getOrDefault(metric, 0L);
    }

    /** Lets the chain go on by a block, so that every miner gets a new job. */
    long nextBlock() {
        node.mineBlocks(STRANGER, 1);
        return node.height();
    }

    @Override
    public void close() {
        pool.close();
        node.close();
    }
}
