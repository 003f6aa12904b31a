package io.potpool.launcher.demo;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.UncleRule;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import io.potpool.launcher.config.HostPort;
import io.potpool.launcher.config.LeaseConfig;
import io.potpool.launcher.config.NodesConfig;
import io.potpool.launcher.config.PayoutsConfig;
import io.potpool.launcher.config.PluginsConfig;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.config.PortConfig;
import io.potpool.launcher.config.PortsConfig;
import io.potpool.launcher.config.Secret;
import io.potpool.launcher.config.SpoolConfig;
import io.potpool.launcher.config.StratumConfig;
import io.potpool.launcher.config.VerifierConfig;
import io.potpool.policy.PolicySettings;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.stratum.MinerProtocol;
import io.potpool.terms.Terms;
import io.potpool.testkit.node.SimulatedNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The chain of the demonstration: real Ethash of epoch 0, a block about every 2,000 hashes, a share about every 20. */
final class DemoChain {

    static final long NETWORK_DIFFICULTY = 2_000;
    static final long SHARE_DIFFICULTY = 20;

    private static final long SPOOL_BYTES = 1L << 26;
    private static final long CHAIN_ID = 20_000_010;
    private static final Wei REWARD = Wei.parse("2000000000000000000");
    private static final Address ETHERBASE = Address.parse("0x00000000000000000000000000000000000000e0");

    private DemoChain() {}

    static SimulatedNode node() {
        return SimulatedNode.builder()
                .chainId(CHAIN_ID)
                .etherbase(ETHERBASE)
                .staticReward(REWARD)
                .genesisDifficulty(NETWORK_DIFFICULTY)
                .fixedDifficulty()
                .build();
    }

    static PoolConfig config(SimulatedNode node, Path directory, int port) {
        ChainSpec chain = ChainSpec.builder("demo", CHAIN_ID)
                .reward(0, REWARD)
                .uncles(0, UncleRule.ETH_8)
                .build();
        RewardTerms reward = new RewardTerms(
                new BigDecimal("0.8"), new BigDecimal("1.5"), new BigDecimal("0.01"), LagRule.UNCLE, "pot");
        StratumConfig stratum = new StratumConfig(
                new HostPort("127.0.0.1", port),
                0,
                256,
                OptionalInt.empty(),
                new BigDecimal("0.000000001"),
                BigDecimal.valueOf(1_000),
                Duration.ofMinutes(2),
                1_000);
        NodesConfig.Upstream upstream = new NodesConfig.Upstream(
                "simulated",
                new Secret(node.url().toString()),
                Duration.ofSeconds(10),
                Optional.of(new Secret(node.wsUrl().toString())));
        NodesConfig nodes = new NodesConfig(
                List.of(upstream),
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                List.of(ETHERBASE),
                Optional.empty(),
                Optional.empty());
        return new PoolConfig(
                directory.resolve("config.json"),
                "demo",
                chain,
                new Terms(Difficulty.of(SHARE_DIFFICULTY), reward),
                true,
                stratum,
                new PortsConfig(
                        List.of(PortConfig.usual(stratum.listen(), MinerProtocol.usual())),
                        Optional.empty(),
                        List.of()),
                PolicySettings.DEFAULT,
                new LeaseConfig(Optional.empty(), Optional.empty()),
                nodes,
                Duration.ofDays(7),
                Optional.empty(),
                new SpoolConfig(directory.resolve("spool"), SPOOL_BYTES, Duration.ofMinutes(15), Optional.empty()),
                Optional.empty(),
                new PayoutsConfig(Optional.empty(), Set.of()),
                new VerifierConfig(OptionalInt.of(1), VerifierConfig.Dataset.LIGHT),
                PluginsConfig.NONE,
                false);
    }
}
