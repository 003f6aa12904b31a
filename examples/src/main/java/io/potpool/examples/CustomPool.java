package io.potpool.examples;

import io.potpool.Pool;
import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.node.HttpNodeClient;
import io.potpool.node.NodeClientSettings;
import io.potpool.node.NodeSettings;
import io.potpool.rewards.RewardTerms;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import io.potpool.stratum.StratumServer;
import io.potpool.stratum.StratumSettings;
import io.potpool.terms.Terms;
import io.potpool.testkit.miner.SimulatedMiner;
import io.potpool.testkit.node.SimulatedNode;
import io.potpool.testkit.pow.Hasher;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;

/** A pool of one's own: an embedded simulated node and miner, the SQLite store, and a line for every share. */
public final class CustomPool {

    private CustomPool() {}

    /** Runs until as many shares are accepted as the first argument says, 20 by default. */
    public static void main(String[] args) throws Exception {
        ChainSpec chain = Chains.named("classic");
        SqliteSettings store = SqliteSettings.of(Files.createTempDirectory("pool"), chain.name(), chain.chainId());
        Terms terms = new Terms(Difficulty.of(20), RewardTerms.parse("pot a=0.8 cap=1.5 fee=0.01 lag=uncle"));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (SimulatedNode node = chainOf(2000).start();
                Pool pool = Pool.builder()
                        .chain(chain)
                        .store(SqliteStore.open(store))
                        .nodes(new HttpNodeClient(NodeClientSettings.builder(chain)
                                .node(NodeSettings.of("sim", node.url()))
                                .build()))
                        .transport(new StratumServer(
                                StratumSettings.builder().listen(anyPort).build()))
                        .terms(terms)
                        .shareListener((share, outcome) -> System.out.println(share.worker() + " " + outcome))
                        .build()) {
            pool.start();
            int port = pool.stats().listening().get(0).getPort();
            try (SimulatedMiner miner = SimulatedMiner.builder("127.0.0.1", port)
                    .hasher(Hasher.light())
                    .hashesPerSecond(200)
                    .start()) {
                long wanted = args.length > 0 ? Long.parseLong(args[0]) : 20;
                while (pool.stats().outcomes().getOrDefault("accepted", 0L) < wanted) {
                    Thread.sleep(100);
                }
                System.out.println(miner.stats() + " " + pool.stats().outcomes());
            }
        }
    }

    private static SimulatedNode chainOf(long difficulty) {
        return SimulatedNode.builder()
                .chainId(61)
                .etherbase(Address.parse("0x" + "e0".repeat(20)))
                .genesisDifficulty(difficulty)
                .fixedDifficulty()
                .build();
    }
}
