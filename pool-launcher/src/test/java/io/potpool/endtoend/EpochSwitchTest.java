package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.Pool;
import io.potpool.chain.ChainSpec;
import io.potpool.chain.UncleRule;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.LightCache;
import io.potpool.node.HttpNodeClient;
import io.potpool.node.NodeClientSettings;
import io.potpool.node.NodeSettings;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import io.potpool.stratum.StratumServer;
import io.potpool.stratum.StratumSettings;
import io.potpool.terms.Terms;
import io.potpool.testkit.miner.StratumClient;
import io.potpool.testkit.node.SimulatedNode;
import io.potpool.testkit.pow.Hasher;
import io.potpool.work.Job;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pool under load while its chain goes from one epoch to the next, whose cache takes its time to build. */
class EpochSwitchTest {

    private static final long SWITCH = 30_000;
    private static final Address STRANGER = Address.parse("0x" + "5a".repeat(20));
    private static final Difficulty SHARE = Difficulty.of(4);
    private static final Duration LATEST = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SHARES_A_HEIGHT = 40;

    @TempDir
    private Path directory;

    private final Set<EthashEpoch> built = new HashSet<>();
    private SimulatedNode node = SimulatedNode.builder()
            .chainId(20_000_012)
            .etherbase(Address.parse("0x" + "e0".repeat(20)))
            .staticReward(Wei.parse("2000000000000000000"))
            .startHeight(SWITCH - 15)
            .genesisDifficulty(1_000_000_000)
            .fixedDifficulty()
            .build();

    @AfterEach
    void stop() {
        node.close();
    }

    /** Takes 300 ms a cache, as a small machine would take seconds. */
    private synchronized LightCache slowly(EthashEpoch epoch) {
        try {
            assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        built.add(epoch);
        return Hasher.tinyCache(epoch);
    }

    private Pool pool() throws IOException {
        ChainSpec chain = ChainSpec.builder("test", 20_000_012)
                .reward(0, Wei.parse("2000000000000000000"))
                .uncles(0, UncleRule.ETH_8)
                .build();
        return Pool.builder()
                .chain(chain)
                .store(SqliteStore.open(SqliteSettings.of(directory, chain.name(), chain.chainId())))
                .caches(new EpochCaches(this::slowly, 2))
                .nodes(new HttpNodeClient(NodeClientSettings.builder(chain)
                        .node(NodeSettings.of("main", node.url()))
                        .pollInterval(Duration.ofMillis(20))
                        .build()))
                .transport(new StratumServer(StratumSettings.builder()
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .build()))
                .terms(new Terms(
                        SHARE,
                        new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.UNCLE, "pps")))
                .build();
    }

    @Test
    void noShareIsLateOrWronglyRejectedOnEitherSideOfTheSwitch() throws IOException {
        node = node.start();
        List<Job> jobs = new ArrayList<>();
        try (Pool pool = pool()) {
            pool.start();
            try (StratumClient miner = StratumClient.connect(
                    "127.0.0.1", pool.stats().listening().get(0).getPort())) {
                miner.call("{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + STRANGER + "\"]}");
                long nonce = 1;
                while (node.height() < SWITCH + 12) {
                    long next = node.height() + 1;
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> pool.stats().job().map(Job::height).orElse(0L) == next);
                    jobs.add(pool.stats().job().orElseThrow());
                    nonce = load(miner, jobs, nonce);
                    node.mineBlocks(STRANGER, 1);
                }
            }
            assertThat(pool.stats().metrics()).doesNotContainKey("verifier.dropped{CACHE_MISSING}");
        }
        assertThat(built).containsExactlyInAnyOrder(new EthashEpoch(0, 0), new EthashEpoch(1, 1));
    }

    /** Sends valid shares of the newest job and of those before it, all at once, and waits for the answers. */
    private static long load(StratumClient miner, List<Job> jobs, long firstNonce) throws IOException {
        long nonce = firstNonce;
        long sent = System.nanoTime();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < SHARES_A_HEIGHT; i++) {
            Job job = jobs.get(jobs.size() - 1 - i % Math.min(3, jobs.size()));
            nonce = valid(job, nonce + 1);
            ids.add(nonce);
            miner.send(String.format(
                    "{\"id\":%d,\"method\":\"eth_submitWork\",\"params\":[\"0x%016x\",\"%s\",\"%s\"]}",
                    nonce, nonce, job.header(), Hash256.ZERO));
        }
        for (long id : ids) {
            Map<String, Object> reply = miner.reply(id);
            assertThat(reply)
                    .as("share of heights up to %d", jobs.get(jobs.size() - 1).height())
                    .containsEntry("result", true);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(LATEST);
        return nonce;
    }

    private static long valid(Job job, long from) {
        long nonce = from;
        while (Difficulty.reachedBy(Hasher.tiny()
                                .hash(job.epoch(), job.header(), new Nonce(nonce))
                                .result())
                        .compareTo(SHARE)
                < 0) {
            nonce++;
        }
        return nonce;
    }
}
