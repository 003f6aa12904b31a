package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.spi.NodeObservation;
import io.potpool.testkit.node.Fault;
import io.potpool.testkit.node.SimulatedNode;
import io.potpool.testkit.node.SimulatedNodeBuilder;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import io.potpool.work.WorkTemplate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The client against simulated chain nodes over real HTTP and WebSocket. */
class SimulatedNodesTest {

    private static final Address ETHERBASE = Address.parse("9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
    private static final Duration NEVER = Duration.ofMinutes(5);

    private final Fixture pool = new Fixture();

    @AfterEach
    void closeAll() {
        pool.close();
    }

    private static SimulatedNodeBuilder builder() {
        return SimulatedNode.builder().etherbase(ETHERBASE).tinyEthash();
    }

    private SimulatedNode node(SimulatedNodeBuilder settings) {
        return pool.keep(settings.build()).start();
    }

    private SimulatedNode peerOf(SimulatedNode main) {
        SimulatedNode peer = node(builder().genesisOf(main));
        main.linkTo(peer);
        return peer;
    }

    private static NodeSettings settings(String name, SimulatedNode node) {
        return NodeSettings.of(name, node.url());
    }

    private void awaitServed(long height) {
        Fixture.until(() -> pool.recorder
                .servedWork()
                .filter(work -> work.height() == height)
                .isPresent());
    }

    private WorkTemplate served() {
        return pool.recorder.servedWork().orElseThrow();
    }

    @Test
    void aNodeThatDiesIsReplacedAndGetsItsPlaceBack() {
        SimulatedNode main = node(builder());
        SimulatedNode backup = peerOf(main);
        main.mineBlocks(ETHERBASE, 12);
        pool.start(settings("main", main), settings("backup", backup));
        awaitServed(13);
        main.die();
        pool.awaitServing("backup");
        backup.mineBlock();
        awaitServed(14);
        main.revive();
        pool.awaitServing("main");
        main.mineBlock();
        awaitServed(15);
        assertThat(pool.recorder.seen.stream()
                        .filter(NodeObservation::serving)
                        .flatMap(seen -> seen.work().stream())
                        .map(WorkTemplate::height)
                        .toList())
                .isSorted();
    }

    @Test
    void aFrozenTemplateIsFailedOver() {
        SimulatedNode main = node(builder());
        SimulatedNode backup = peerOf(main);
        pool.start(settings("main", main), settings("backup", backup));
        pool.awaitServing("main");
        main.freezeTemplate(true);
        main.mineBlock();
        pool.awaitServing("backup");
        awaitServed(2);
        assertThat(pool.status("main").problems()).anyMatch(text -> text.contains("stays at height 1"));
        main.freezeTemplate(false);
        pool.awaitServing("main");
    }

    @Test
    void aNodeOfAnotherChainNeverServes() {
        SimulatedNode main = node(builder().chainId(1));
        SimulatedNode backup = node(builder());
        pool.start(settings("main", main), settings("backup", backup));
        pool.awaitServing("backup");
        assertThat(pool.recorder.of("main")).isEmpty();
    }

    @Test
    void aNodeThatMinesToAnotherAddressNeverServes() {
        SimulatedNode main = node(builder());
        pool.start(
                options -> options.etherbase(Address.parse("3535353535353535353535353535353535353535")),
                settings("main", main));
        Fixture.until(() -> pool.status("main").problems().stream().anyMatch(text -> text.contains("etherbase")));
        assertThat(pool.recorder.seen).isEmpty();
    }

    @Test
    void aNodeWithoutPeersOrInSyncRanksBehind() {
        SimulatedNode main = node(builder());
        SimulatedNode backup = peerOf(main);
        pool.start(settings("main", main), settings("backup", backup));
        pool.awaitServing("main");
        main.setSyncing(1, 100);
        pool.awaitServing("backup");
        assertThat(pool.status("main").problems()).anyMatch(text -> text.contains("syncing, 99 blocks behind"));
        main.clearSyncing();
        pool.awaitServing("main");
    }

    @Test
    void aReorganisationShowsInTheParentOfTheWork() {
        SimulatedNode main = node(builder());
        main.mineBlocks(ETHERBASE, 10);
        pool.start(settings("main", main));
        awaitServed(11);
        Hash256 before = main.headHash();
        main.injectCompetingBranch(3, 1000);
        Fixture.until(() -> served().parentHash().equals(Optional.of(main.headHash())));
        assertThat(main.headHash()).isNotEqualTo(before);
    }

    @Test
    void aHeadThatGoesBackIsSeenAsItIs() {
        SimulatedNode main = node(builder());
        main.mineBlocks(ETHERBASE, 10);
        pool.start(settings("main", main));
        awaitServed(11);
        main.setHead(8);
        awaitServed(9);
        assertThat(pool.status("main").serving()).isTrue();
    }

    @Test
    void everyKindOfBrokenAnswerIsSurvived() {
        SimulatedNode main = node(builder());
        pool.start(settings("main", main));
        awaitServed(1);
        for (Fault fault : Fault.values()) {
            if (fault != Fault.TIMEOUT_AFTER_EFFECT) {
                main.failNext("*", fault, 3);
            }
        }
        Fixture.until(() ->
                pool.count("node.looks{missed}") > 0 || !pool.status("main").healthy());
        main.clearFaults();
        Fixture.until(() -> pool.status("main").healthy());
        main.mineBlock();
        awaitServed(2);
    }

    @Test
    void aPushedHeadHasTheNodeAskedAtOnce() {
        SimulatedNode main = node(builder());
        pool.start(
                options -> options.pollInterval(NEVER).checkInterval(NEVER),
                settings("main", main).withWebsocket(main.wsUrl()));
        awaitServed(1);
        Fixture.until(() -> {
            main.mineBlock();
            return pool.count("node.push{head}") > 0;
        });
        awaitServed(main.height() + 1);
    }

    @Test
    void aNodeThatStartsAgainIsSubscribedToAgain() {
        SimulatedNode main = node(builder());
        pool.start(settings("main", main).withWebsocket(main.wsUrl()));
        Fixture.until(() -> pool.count("node.push{connected}") == 1);
        main.restart(true);
        Fixture.until(() -> pool.count("node.push{connected}") == 2);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private SimulatedNode notifying(boolean full) throws IOException {
        int port = freePort();
        SimulatedNodeBuilder settings = builder().notify(URI.create("http://127.0.0.1:" + port + "/secret"));
        SimulatedNode main = node(full ? settings.notifyFull() : settings);
        pool.start(
                options -> options.pollInterval(NEVER)
                        .checkInterval(NEVER)
                        .notifyListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .notifySecretPath("/secret"),
                settings("main", main));
        awaitServed(1);
        return main;
    }

    @Test
    void aNotifiedTemplateIsServed() throws Exception {
        SimulatedNode main = notifying(false);
        main.mineBlock();
        awaitServed(2);
        Fixture.until(() -> pool.count("node.notify{work}") > 0);
    }

    @Test
    void aNotifiedHeaderIsTheWorkThatTheNodeServes() throws Exception {
        SimulatedNode main = notifying(true);
        main.mineBlock();
        awaitServed(2);
        Fixture.until(() -> pool.count("node.notify{work}") > 0);
        assertThat(pool.count("node.notify{malformed}")).isZero();
        assertThat(served().parentHash()).contains(main.headHash());
    }

    private static Solution solution(WorkTemplate work, long nonce) {
        return new Solution(
                work.header(),
                new Nonce(nonce),
                Hash256.ZERO,
                work.height(),
                work.networkDifficulty(),
                work.nodeId(),
                ETHERBASE,
                "w",
                Instant.EPOCH);
    }

    private static SolutionFate fate(HttpNodeClient client, Solution solution) throws Exception {
        return client.submit(solution).toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    @Test
    void aSolutionMakesABlockAndAJunkOneDoesNot() throws Exception {
        SimulatedNode main = node(builder().noVerify());
        HttpNodeClient client = pool.start(settings("main", main));
        awaitServed(1);
        WorkTemplate work = served();
        assertThat(fate(client, solution(work, 7))).isEqualTo(SolutionFate.ACCEPTED);
        awaitServed(2);
        WorkTemplate unknown = Views.work("main", 2);
        assertThat(fate(client, solution(unknown, 8))).isEqualTo(SolutionFate.REJECTED);
    }

    @Test
    void aSolutionThatTookEffectWithoutAnAnswerIsSentAgainAndAccepted() throws Exception {
        SimulatedNode main = node(builder().noVerify());
        HttpNodeClient client = pool.start(settings("main", main));
        awaitServed(1);
        main.failNext("eth_submitWork", Fault.CLOSE_AFTER_EFFECT, 3);
        assertThat(fate(client, solution(served(), 7))).isEqualTo(SolutionFate.ACCEPTED);
        main.failNext("eth_submitWork", Fault.TIMEOUT_AFTER_EFFECT);
        awaitServed(2);
        assertThat(fate(client, solution(served(), 8))).isEqualTo(SolutionFate.ACCEPTED);
    }

    @Test
    void aFirstSubmissionThatStallsTheNodeDoesNotCostItItsPlace() throws Exception {
        SimulatedNode main = node(builder().firstSubmitStall(Duration.ofMillis(2500)));
        SimulatedNode backup = peerOf(main);
        HttpNodeClient client = pool.start(settings("main", main), settings("backup", backup));
        awaitServed(1);
        long begun = System.nanoTime();
        assertThat(fate(client, solution(served(), 7))).isEqualTo(SolutionFate.REJECTED);
        assertThat(System.nanoTime() - begun).isGreaterThan(2_500_000_000L);
        assertThat(pool.status("main").serving()).isTrue();
        assertThat(pool.count("node.failovers")).isZero();
    }
}
