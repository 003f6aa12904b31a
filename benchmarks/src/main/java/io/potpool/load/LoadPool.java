package io.potpool.load;

import io.potpool.Pool;
import io.potpool.chain.ChainSpec;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import io.potpool.node.HttpNodeClient;
import io.potpool.node.NodeClientSettings;
import io.potpool.node.NodeSettings;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.AccessPolicy;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import io.potpool.stratum.StratumServer;
import io.potpool.stratum.StratumSettings;
import io.potpool.terms.Terms;
import io.potpool.testkit.node.SimulatedNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A pool on loopback over a simulated node whose height lies in a real epoch; every nonce is a share. */
final class LoadPool implements AutoCloseable {

    private static final long CHAIN_ID = 20_000_020;
    private static final long EPOCH_BLOCKS = 30_000;
    private static final Wei REWARD = Wei.parse("2000000000000000000");
    private static final Address ETHERBASE = Address.parse("0x" + "e0".repeat(20));

    private final SimulatedNode node;
    private final Pool pool;

    LoadPool(int epoch) throws IOException {
        node = SimulatedNode.builder()
                .chainId(CHAIN_ID)
                .etherbase(ETHERBASE)
                .staticReward(REWARD)
                .startHeight(epoch * EPOCH_BLOCKS + 10)
                .genesisDifficulty(1_000_000_000_000L)
                .fixedDifficulty()
                .build()
                .start();
        ChainSpec chain = ChainSpec.builder("load", CHAIN_ID).reward(0, REWARD).build();
        Path directory = Files.createTempDirectory("potpool-load");
        pool = Pool.builder()
                .chain(chain)
                .store(SqliteStore.open(SqliteSettings.of(directory, chain.name(), chain.chainId())))
                .nodes(new HttpNodeClient(NodeClientSettings.builder(chain)
                        .node(NodeSettings.of("simulated", node.url()))
                        .pollInterval(Duration.ofMillis(200))
                        .build()))
                .accessPolicy(AccessPolicy.OPEN)
                .transport(new StratumServer(StratumSettings.builder()
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .build()))
                .terms(new Terms(
                        Difficulty.of(1),
                        new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.FULL, "pps")))
                .build();
        pool.start();
    }

    int port() {
        return pool.stats().listening().get(0).getPort();
    }

    @Override
    public void close() {
        pool.close();
        node.close();
    }
}
