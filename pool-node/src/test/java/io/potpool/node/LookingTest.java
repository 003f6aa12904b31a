package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.chain.ChainSpec;
import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.spi.BlockSighting;
import io.potpool.spi.NodeAdvice;
import io.potpool.spi.NodeObservation;
import io.potpool.work.WorkTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LookingTest {

    private final Fixture pool = new Fixture();

    @AfterEach
    void closeAll() {
        pool.close();
    }

    private NodeObservation firstServed() {
        Fixture.until(() -> pool.recorder.servedWork().isPresent());
        return pool.recorder.seen.stream()
                .filter(NodeObservation::serving)
                .findFirst()
                .orElseThrow();
    }

    private void awaitProblem(String id, String words) {
        Fixture.until(() -> pool.status(id).problems().stream().anyMatch(text -> text.contains(words)));
    }

    @Test
    void aLoneThreeMethodNodeServes() {
        ScriptedNode node = pool.node();
        pool.start(node.settings("main"));
        NodeObservation seen = firstServed();
        WorkTemplate work = seen.work().orElseThrow();
        assertThat(work.nodeId()).isEqualTo("main");
        assertThat(work.height()).isEqualTo(101);
        assertThat(work.header()).isEqualTo(node.header(101));
        assertThat(work.parentHash()).contains(node.hashAt(100));
        assertThat(seen.head().orElseThrow().height()).isEqualTo(100);
        assertThat(pool.status("main").healthy()).isTrue();
        assertThat(pool.status("main").height()).isEqualTo(OptionalLong.of(100));
    }

    @Test
    void aNewHeightIsSeen() {
        ScriptedNode node = pool.node();
        pool.start(node.settings("main"));
        firstServed();
        node.height = 101;
        Fixture.until(() -> pool.recorder.servedWork().orElseThrow().height() == 102);
    }

    @Test
    void workOfThreeElementsTakesItsHeightFromTwoEqualPendingBlocks() {
        ScriptedNode node = pool.node();
        node.result("eth_getWork", threeElements(node));
        node.result(
                "eth_getBlockByNumber",
                params -> params.path(0).asString().equals("pending")
                        ? "{\"number\":\"0x65\",\"hash\":null}"
                        : node.block(100, System.currentTimeMillis() / 1000));
        pool.start(node.settings("main"));
        assertThat(firstServed().work().orElseThrow().height()).isEqualTo(101);
    }

    @Test
    void workOfThreeElementsIsNoWorkWhileThePendingBlockIsNotTheNext() {
        ScriptedNode node = pool.node();
        node.result("eth_getWork", threeElements(node));
        node.result(
                "eth_getBlockByNumber",
                params -> params.path(0).asString().equals("pending")
                        ? "{\"number\":\"0x64\"}"
                        : node.block(100, System.currentTimeMillis() / 1000));
        pool.start(node.settings("main"));
        awaitProblem("main", "the pending block is not the one after the latest");
        assertThat(pool.recorder.servedWork()).isEmpty();
    }

    @Test
    void aNullPendingBlockIsNoWork() {
        ScriptedNode node = pool.node();
        node.result("eth_getWork", threeElements(node));
        pool.start(node.settings("main"));
        awaitProblem("main", "no pending block");
        assertThat(pool.recorder.seen).isNotEmpty().allMatch(seen -> seen.work().isEmpty());
    }

    private static String threeElements(ScriptedNode node) {
        return node.work(101).replace(",\"0x65\"]", "]");
    }

    @Test
    void getWorkOfTwoElementsIsRefused() {
        ScriptedNode node = pool.node();
        node.result("eth_getWork", "[\"" + node.header(1) + "\",\"" + ScriptedNode.SEED + "\"]");
        pool.start(node.settings("main"));
        awaitProblem("main", "the work has 2 elements");
        assertThat(pool.recorder.servedWork()).isEmpty();
    }

    @Test
    void anErrorInsteadOfWorkIsReportedAsNoWork() {
        ScriptedNode node = pool.node();
        node.error("eth_getWork", -32000, "no mining work available yet");
        pool.start(node.settings("main"));
        awaitProblem("main", "no mining work available yet");
        assertThat(pool.recorder.seen)
                .isNotEmpty()
                .allMatch(seen -> seen.work().isEmpty() && seen.head().isPresent());
    }

    @Test
    void workWithoutALatestBlockIsNoWork() {
        ScriptedNode node = pool.node();
        node.result("eth_getBlockByNumber", "\"nonsense\"");
        pool.start(node.settings("main"));
        awaitProblem("main", "latest block");
        assertThat(pool.recorder.servedWork()).isEmpty();
    }

    @Test
    void aNodeThatRefusesBatchesIsAskedCallByCall() {
        ScriptedNode node = pool.node();
        node.refusesBatches = true;
        pool.start(node.settings("main"));
        assertThat(firstServed().work().orElseThrow().height()).isEqualTo(101);
    }

    @Test
    void garbageIsNoAnswerAndTheNodeComesBackByItself() {
        ScriptedNode node = pool.node();
        pool.start(node.settings("main"));
        firstServed();
        node.rawBody = Optional.of("<html>".getBytes(StandardCharsets.UTF_8));
        awaitProblem("main", "not JSON");
        node.rawBody = Optional.empty();
        Fixture.until(() -> pool.status("main").healthy());
    }

    @Test
    void aHugeAnswerIsNoAnswer() {
        ScriptedNode node = pool.node();
        node.rawBody = Optional.of(new byte[6 << 20]);
        pool.start(node.settings("main"));
        awaitProblem("main", "an answer of more than");
    }

    @Test
    void anHttpErrorIsNoAnswer() {
        ScriptedNode node = pool.node();
        node.status = 403;
        node.rawBody = Optional.of("invalid host specified\n".getBytes(StandardCharsets.UTF_8));
        pool.start(node.settings("main"));
        awaitProblem("main", "HTTP status 403: invalid host specified");
    }

    @Test
    void aWrongChainIdKeepsANodesWorkFromThePool() {
        ScriptedNode node = pool.node();
        node.result("eth_chainId", "\"0x1\"");
        pool.start(node.settings("main"));
        awaitProblem("main", "its chain id is 1");
        Fixture.until(() -> node.calls("eth_getWork") > 5);
        assertThat(pool.recorder.seen).isEmpty();
        assertThat(pool.status("main").serving()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth_chainId", "eth_coinbase", "eth_getBlockByNumber"})
    void aNodeWhoseCheckFailsIsNotUsedBeforeItCouldBeMade(String method) {
        Address own = Address.parse("9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
        ScriptedNode node = pool.node();
        node.result("eth_chainId", "\"0x3d\"");
        node.result("eth_coinbase", "\"" + own + "\"");
        ChainSpec chain =
                Fixture.CHAIN.toBuilder().checkpoint(50, node.hashAt(50)).build();
        Function<JsonNode, String> right = node.script(method);
        node.error(method, -32005, "limit exceeded");
        pool.start(chain, builder -> builder.etherbase(own), node.settings("main"));

        awaitProblem("main", "it could not be checked");
        awaitProblem("main", "limit exceeded");
        assertThat(pool.recorder.seen).isEmpty();
        assertThat(node.calls("eth_getWork")).isZero();
        assertThat(pool.count("node.checks{made}")).isZero();

        node.answer(method, right);
        firstServed();
    }

    @Test
    void aKnownNodeKeepsItsPlaceWithAWarningWhileACheckFails() {
        ScriptedNode node = pool.node();
        node.result("eth_chainId", "\"0x3d\"");
        pool.start(node.settings("main"));
        firstServed();
        node.error("eth_chainId", -32005, "limit exceeded");
        awaitProblem("main", "it could not be checked: eth_chainId: error -32005 limit exceeded");
        node.height = 101;
        Fixture.until(() -> pool.recorder.servedWork().orElseThrow().height() == 102);
        node.result("eth_chainId", "\"0x3d\"");
        Fixture.until(() -> pool.status("main").healthy());
    }

    @Test
    void aForeignNodeIsNotTakenForItsOwnBecauseACheckFails() {
        ScriptedNode node = pool.node();
        node.result("eth_chainId", "\"0x1\"");
        pool.start(node.settings("main"));
        awaitProblem("main", "its chain id is 1");
        node.error("eth_chainId", -32005, "limit exceeded");
        awaitProblem("main", "it could not be checked");
        awaitProblem("main", "its chain id is 1");
        assertThat(pool.recorder.seen).isEmpty();
    }

    @Test
    void aContradictedCheckpointKeepsANodesWorkFromThePool() {
        ScriptedNode node = pool.node();
        ChainSpec chain = Fixture.CHAIN.toBuilder().checkpoint(50, Hash256.MAX).build();
        pool.start(chain, builder -> builder, node.settings("main"));
        awaitProblem("main", "its block 50 is " + node.hashAt(50));
        assertThat(pool.recorder.seen).isEmpty();
    }

    @Test
    void aMatchingCheckpointLetsANodeServe() {
        ScriptedNode node = pool.node();
        ChainSpec chain = Fixture.CHAIN.toBuilder()
                .checkpoint(50, node.hashAt(50))
                .checkpoint(5_000, Hash256.MAX)
                .build();
        pool.start(chain, builder -> builder, node.settings("main"));
        firstServed();
        assertThat(pool.status("main").healthy()).isTrue();
    }

    @Test
    void aNodeThatMinesToAnotherAddressIsNotUsed() {
        Address own = Address.parse("9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
        ScriptedNode foreign = pool.node();
        foreign.result("eth_coinbase", "\"0x3535353535353535353535353535353535353535\"");
        ScriptedNode right = pool.node();
        right.result("eth_coinbase", "\"" + own + "\"");
        pool.start(builder -> builder.etherbase(own), foreign.settings("main"), right.settings("backup"));
        pool.awaitServing("backup");
        awaitProblem("main", "not a configured etherbase");
        assertThat(pool.recorder.of("main")).isEmpty();
    }

    @Test
    void nodesThatMineToDifferentAddressesAreWarnedAboutOnceAndServe() {
        ScriptedNode one = pool.node();
        one.result("eth_coinbase", "\"0x3535353535353535353535353535353535353535\"");
        ScriptedNode other = pool.node();
        other.result("eth_coinbase", "\"0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f\"");
        pool.start(one.settings("main"), other.settings("backup"));
        Fixture.until(() -> other.calls("eth_coinbase") > 3 && pool.count("node.coinbasesDiffer") > 0);
        assertThat(pool.count("node.coinbasesDiffer")).isEqualTo(1);
        assertThat(pool.status("main").serving()).isTrue();
    }

    @Test
    void aBlockThatThePoolAsksForIsSighted() {
        ScriptedNode node = pool.node();
        pool.recorder.advice = seen -> new NodeAdvice(OptionalLong.of(42), Optional.empty());
        pool.start(node.settings("main"));
        Fixture.until(() -> !pool.recorder.sightings.isEmpty());
        BlockSighting sighting = pool.recorder.sightings.get(0);
        assertThat(sighting.height()).isEqualTo(42);
        assertThat(sighting.hash()).contains(node.hashAt(42));
    }

    @Test
    void aHeightWithoutABlockIsSightedAsEmptyAndAnErrorIsNotReported() {
        ScriptedNode node = pool.node();
        pool.recorder.advice = seen -> new NodeAdvice(OptionalLong.of(4242), Optional.empty());
        pool.start(node.settings("main"));
        Fixture.until(() -> !pool.recorder.sightings.isEmpty());
        assertThat(pool.recorder.sightings.get(0).hash()).isEmpty();
        node.answer(
                "eth_getBlockByNumber",
                params -> params.path(0).asString().equals("latest")
                        ? "\"result\":" + node.block(100, System.currentTimeMillis() / 1000)
                        : "\"error\":{\"code\":-32000,\"message\":\"header not found\"}");
        long looks = node.calls("eth_getWork");
        Fixture.until(() -> node.calls("eth_getWork") > looks + 2);
        int before = pool.recorder.sightings.size();
        long later = node.calls("eth_getWork");
        Fixture.until(() -> node.calls("eth_getWork") > later + 3);
        assertThat(pool.recorder.sightings).hasSize(before);
    }

    @Test
    void aComplaintRanksANodeBehindTheOthers() {
        ScriptedNode main = pool.node();
        ScriptedNode backup = pool.node();
        pool.start(main.settings("main"), backup.settings("backup"));
        pool.awaitServing("main");
        pool.recorder.advice = seen -> seen.nodeId().equals("main")
                ? new NodeAdvice(OptionalLong.empty(), Optional.of("seed of another chain"))
                : NodeAdvice.FINE;
        pool.awaitServing("backup");
        assertThat(pool.status("main").problems()).contains("seed of another chain");
    }

    @Test
    void aListenerThatThrowsStopsNothing() {
        ScriptedNode node = pool.node();
        pool.recorder.advice = seen -> {
            throw new IllegalArgumentException("height beyond the last epoch");
        };
        pool.start(node.settings("main"));
        awaitProblem("main", "the pool could not use its work");
        pool.recorder.advice = seen -> NodeAdvice.FINE;
        Fixture.until(() -> pool.status("main").healthy());
    }

    @Test
    void aNodeThatIsAwayAtTheStartIsTriedAgain() {
        ScriptedNode gone = new ScriptedNode();
        NodeSettings settings = gone.settings("main").withTimeout(Duration.ofSeconds(1));
        gone.close();
        pool.start(settings);
        Fixture.until(() -> !pool.status("main").problems().isEmpty());
        assertThat(pool.recorder.seen).isEmpty();
    }
}
