package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import io.potpool.spi.NodeStatus;
import io.potpool.sqlite.SqliteSettings;
import io.potpool.sqlite.SqliteStore;
import io.potpool.stratum.StratumServer;
import io.potpool.stratum.StratumSettings;
import io.potpool.terms.Terms;
import io.potpool.testkit.miner.StratumClient;
import io.potpool.testkit.node.Fault;
import io.potpool.testkit.node.SimulatedNode;
import io.potpool.testkit.node.SimulatedNodeBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pool over two linked nodes, seen by one miner whose session lives through all of it. */
class NodeTroubleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Address STRANGER = Address.parse("0x" + "5a".repeat(20));
    private static final Pattern HEIGHT = Pattern.compile("\"height\":(\\d+)");

    @TempDir
    private Path directory;

    private volatile Duration ahead = Duration.ZERO;
    private SimulatedNode main;
    private SimulatedNode backup;
    private Pool pool;
    private StratumClient miner;

    private static SimulatedNodeBuilder node() {
        return SimulatedNode.builder()
                .chainId(20_000_011)
                .etherbase(Address.parse("0x" + "e0".repeat(20)))
                .staticReward(Wei.parse("2000000000000000000"))
                .genesisDifficulty(1_000_000_000)
                .fixedDifficulty();
    }

    @BeforeEach
    void start() throws IOException {
        main = node().build().start();
        backup = node().genesisOf(main).build().start();
        main.linkTo(backup);
        main.mineBlocks(STRANGER, 10);
        ChainSpec chain = ChainSpec.builder("test", 20_000_011)
                .reward(0, Wei.parse("2000000000000000000"))
                .build();
        InstantSource clock = () -> Instant.now().plus(ahead);
        pool = Pool.builder()
                .chain(chain)
                .clock(clock)
                .store(SqliteStore.open(SqliteSettings.of(directory, chain.name(), chain.chainId())))
                .nodes(new HttpNodeClient(NodeClientSettings.builder(chain)
                        .node(NodeSettings.of("main", main.url()).withTimeout(Duration.ofSeconds(2)))
                        .node(NodeSettings.of("backup", backup.url()).withTimeout(Duration.ofSeconds(2)))
                        .pollInterval(Duration.ofMillis(50))
                        .checkInterval(Duration.ofMillis(500))
                        .clock(clock)
                        .build()))
                .transport(new StratumServer(StratumSettings.builder()
                        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .build()))
                .terms(new Terms(
                        Difficulty.of(10),
                        new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.UNCLE, "pps")))
                .build();
        pool.start();
        miner = StratumClient.connect(
                "127.0.0.1", pool.stats().listening().get(0).getPort());
        assertThat(miner.call("{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + STRANGER + "\"]}")
                        .get("result"))
                .isEqualTo(true);
    }

    @AfterEach
    void stop() throws IOException {
        miner.close();
        pool.close();
        main.close();
        backup.close();
    }

    private List<Long> pushed() {
        List<Long> seen = new ArrayList<>();
        for (String line : miner.pendingLines()) {
            Matcher height = HEIGHT.matcher(line);
            if (line.startsWith("{\"id\":0,") && height.find()) {
                seen.add(Long.parseLong(height.group(1)));
            }
        }
        return seen;
    }

    private void awaitHeight(long height) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(pushed()).contains(height));
    }

    private void awaitServing(String id) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pool.stats().nodes())
                        .filteredOn(NodeStatus::serving)
                        .extracting(NodeStatus::id)
                        .containsExactly(id));
    }

    private void assertSessionLivesAndHeightsOnlyRose() throws IOException {
        assertThat(miner.call("{\"id\":5,\"method\":\"eth_getWork\",\"params\":[]}")
                        .get("result"))
                .isInstanceOf(List.class);
        assertThat(pushed()).isSorted();
    }

    @Test
    void aNodeThatDiesIsLeftAtOnceAndTakenAgainWhenItIsBack() throws IOException {
        awaitHeight(11);
        awaitServing("main");

        main.die();
        awaitServing("backup");
        backup.mineBlocks(STRANGER, 2);
        awaitHeight(13);

        main.revive();
        main.linkTo(backup);
        awaitServing("main");
        main.mineBlocks(STRANGER, 1);
        awaitHeight(14);
        backup.mineBlocks(STRANGER, 1);
        awaitHeight(15);
        assertSessionLivesAndHeightsOnlyRose();
    }

    @Test
    void aNodeWithAFrozenTemplateIsLeft() throws IOException {
        awaitHeight(11);
        main.freezeTemplate(true);
        backup.mineBlocks(STRANGER, 2);
        awaitHeight(13);
        awaitServing("backup");

        main.freezeTemplate(false);
        backup.mineBlocks(STRANGER, 1);
        awaitServing("main");
        assertSessionLivesAndHeightsOnlyRose();
    }

    @Test
    void aNodeThatFallsBehindIsLeftAndItsOldWorkIsNeverHandedOut() throws IOException {
        awaitHeight(11);
        main.holdLinks(true);
        backup.holdLinks(true);
        backup.mineBlocks(STRANGER, 3);
        await().atMost(PATIENCE)
                .until(() -> pool.stats().nodes().get(1).height().orElse(0) == 13);
        await().during(Duration.ofMillis(300))
                .until(() -> pool.stats().nodes().get(0).serving());
        ahead = Duration.ofSeconds(5);
        awaitHeight(14);

        backup.unplug();
        await().during(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pushed()).isSorted());
        backup.plug();
        main.holdLinks(false);
        backup.holdLinks(false);
        backup.mineBlocks(STRANGER, 1);
        awaitHeight(15);
        assertSessionLivesAndHeightsOnlyRose();
    }

    @Test
    void aNodeThatAnswersGarbageIsLeft() throws IOException {
        awaitHeight(11);
        main.failNext("*", Fault.GARBAGE, 100_000);
        awaitServing("backup");
        backup.mineBlocks(STRANGER, 1);
        awaitHeight(12);

        main.clearFaults();
        awaitServing("main");
        assertSessionLivesAndHeightsOnlyRose();
    }

    @Test
    void aReorgKeepsTheSessionAndAnnouncesTheNewBranch() throws IOException {
        awaitHeight(11);
        main.injectCompetingBranch(2, 3, 1_000_000_000L);
        awaitHeight(12);
        assertSessionLivesAndHeightsOnlyRose();
    }

    @Test
    void theHeightFallsOnlyWhenTheNodeItselfWentBack() throws IOException {
        awaitHeight(11);
        backup.close();
        main.setHead(8);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(pushed()).endsWith(9L));
        assertThat(miner.call("{\"id\":5,\"method\":\"eth_getWork\",\"params\":[]}")
                        .get("result"))
                .isInstanceOf(List.class);
    }
}
