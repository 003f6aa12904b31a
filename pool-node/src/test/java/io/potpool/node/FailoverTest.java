package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.NodeObservation;
import io.potpool.spi.NodeStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes of which one misbehaves, by script. */
class FailoverTest {

    private final Fixture pool = new Fixture();
    private final ScriptedNode main = pool.node();
    private final ScriptedNode backup = pool.node();

    @AfterEach
    void closeAll() {
        pool.close();
    }

    private HttpNodeClient start() {
        HttpNodeClient client = pool.start(main.settings("main"), backup.settings("backup"));
        pool.awaitServing("main");
        return client;
    }

    private static void awaitLooks(ScriptedNode node) {
        long before = node.calls("eth_getWork");
        Fixture.until(() -> node.calls("eth_getWork") > before + 3);
    }

    private boolean hasProblem(String id, String words) {
        return pool.status(id).problems().stream().anyMatch(text -> text.contains(words));
    }

    @Test
    void refusedConnectionsFailOverWithinASecond() {
        start();
        long begun = System.nanoTime();
        main.close();
        pool.awaitServing("backup");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void garbageFailsOverAndTheNodeGetsItsPlaceBackWhenItIsWellAgain() {
        start();
        main.rawBody = Optional.of("garbage".getBytes(StandardCharsets.UTF_8));
        pool.awaitServing("backup");
        main.rawBody = Optional.empty();
        pool.awaitServing("main");
        assertThat(pool.count("node.failovers")).isEqualTo(2);
    }

    @Test
    void aSilentNodeIsFailedOverThoughItsTimeoutIsLong() {
        start();
        main.slow("eth_getWork", Duration.ofSeconds(30));
        pool.awaitServing("backup");
        assertThat(hasProblem("main", "no answer for 2 s")).isTrue();
    }

    @Test
    void aNodeThatFallsBehindIsReplacedAndTheServedHeightDoesNotFall() {
        start();
        backup.height = 102;
        awaitLooks(main);
        awaitLooks(backup);
        pool.pass(HealthRules.BEHIND);
        pool.awaitServing("backup");
        assertThat(hasProblem("main", "its latest block is 100, another node's is 102"))
                .isTrue();
        Fixture.until(() -> pool.recorder.servedWork().orElseThrow().height() == 103);
        assertThat(servedHeights()).isSorted();
    }

    private List<Long> servedHeights() {
        return pool.recorder.seen.stream()
                .filter(NodeObservation::serving)
                .map(seen -> seen.work().orElseThrow().height())
                .toList();
    }

    @Test
    void aNodeWithoutWorkIsReplaced() {
        start();
        main.error("eth_getWork", -32000, "no mining work available yet");
        pool.awaitServing("backup");
    }

    @Test
    void aNodeThatIsOnlyLaterInTheListStaysBehindAfterBothWereSick() {
        start();
        main.result("net_peerCount", "\"0x0\"");
        pool.awaitServing("backup");
        backup.result("net_peerCount", "\"0x0\"");
        pool.awaitServing("main");
    }

    @Test
    void theHeavierOfTwoShortBranchesIsPreferred() {
        start();
        backup.forkFrom = 95;
        backup.extraDifficulty = 1000;
        pool.awaitServing("backup");
        assertThat(hasProblem("main", "its block 97 is not that of backup, whose branch is heavier"))
                .isTrue();
    }

    @Test
    void theLighterBranchIsNotPreferred() {
        start();
        backup.forkFrom = 95;
        backup.extraDifficulty = -1000;
        Fixture.until(() -> hasProblem("backup", "whose branch is heavier"));
        assertThat(pool.status("main").serving()).isTrue();
    }

    @Test
    void nodesThatDisagreeDeeperThanSevenBlocksLeaveThePoolOnItsChain() {
        start();
        backup.forkFrom = 50;
        backup.extraDifficulty = 100_000_000;
        backup.height = 200;
        Fixture.until(() -> hasProblem("backup", "deeper than 7 blocks"));
        pool.pass(HealthRules.BEHIND.plusSeconds(1));
        awaitLooks(main);
        awaitLooks(backup);
        assertThat(pool.status("main").healthy()).isTrue();
        assertThat(pool.status("main").serving()).isTrue();
        assertThat(pool.count("node.failovers")).isZero();
        main.close();
        Fixture.until(() -> !pool.status("main").healthy() && hasProblem("main", "ConnectException"));
        assertThat(pool.status("backup").serving()).isFalse();
        assertThat(pool.recorder.highestServed()).isEqualTo(101);
    }

    @Test
    void theLoneNodeLeftStaysInServiceWhateverIsWrongWithIt() {
        start();
        backup.close();
        main.result("net_peerCount", "\"0x0\"");
        Fixture.until(() -> hasProblem("main", "no peers"));
        assertThat(pool.status("main").serving()).isTrue();
        assertThat(pool.status("main").healthy()).isFalse();
    }

    @Test
    void bothNodesReportWhetherTheyServe() {
        HttpNodeClient client = start();
        Fixture.until(() -> pool.recorder.of("backup").count() > 2);
        assertThat(pool.recorder.of("backup")).noneMatch(NodeObservation::serving);
        assertThat(client.nodes()).extracting(NodeStatus::id).containsExactly("main", "backup");
        assertThat(pool.count("node.healthy")).isEqualTo(2);
    }
}
