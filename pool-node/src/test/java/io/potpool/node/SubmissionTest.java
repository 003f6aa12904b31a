package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmissionTest {

    private final Fixture pool = new Fixture();
    private final ScriptedNode node = pool.node();
    private HttpNodeClient client;

    @AfterEach
    void closeAll() {
        pool.close();
    }

    private void start() {
        client = pool.start(node.settings("main"));
        pool.awaitServing("main");
    }

    private static Solution solution(String nodeId, long nonce) {
        return new Solution(
                Views.hash(1),
                new Nonce(nonce),
                Hash256.MAX,
                101,
                Difficulty.of(1000),
                nodeId,
                Address.ZERO,
                "w",
                Instant.EPOCH);
    }

    private CompletableFuture<SolutionFate> submit() {
        return client.submit(solution("main", 1)).toCompletableFuture();
    }

    private static SolutionFate fate(CompletableFuture<SolutionFate> future) throws Exception {
        return future.get(15, TimeUnit.SECONDS);
    }

    /** Answers the calls of eth_submitWork one after another; the last answer stays. */
    private void answers(String... members) {
        AtomicInteger next = new AtomicInteger();
        node.answer("eth_submitWork", params -> members[Math.min(next.getAndIncrement(), members.length - 1)]);
    }

    @Test
    void trueIsAccepted() throws Exception {
        start();
        assertThat(fate(submit())).isEqualTo(SolutionFate.ACCEPTED);
        assertThat(node.calls("eth_submitWork")).isEqualTo(1);
        assertThat(pool.count("node.submissions{accepted}")).isEqualTo(1);
    }

    @Test
    void falseIsAskedTwiceMoreAndThenRejected() throws Exception {
        start();
        answers("\"result\":false");
        assertThat(fate(submit())).isEqualTo(SolutionFate.REJECTED);
        assertThat(node.calls("eth_submitWork")).isEqualTo(3);
    }

    @Test
    void aFullQueueThatEmptiesAcceptsTheSecondTime() throws Exception {
        start();
        answers("\"result\":false", "\"result\":true");
        assertThat(fate(submit())).isEqualTo(SolutionFate.ACCEPTED);
    }

    @Test
    void aBrokenAnswerIsRepeated() throws Exception {
        start();
        answers("\"result\":\"yes\"", "\"error\":{\"code\":-32000,\"message\":\"ethash stopped\"}", "\"result\":true");
        assertThat(fate(submit())).isEqualTo(SolutionFate.ACCEPTED);
        assertThat(node.calls("eth_submitWork")).isEqualTo(3);
    }

    @Test
    void aRetryThatIsAnsweredFalseEndsRejected() throws Exception {
        start();
        answers("\"result\":7", "\"result\":false");
        assertThat(fate(submit())).isEqualTo(SolutionFate.REJECTED);
    }

    @Test
    void anErrorThatRepeatingCannotMendIsRejectedAtOnce() throws Exception {
        start();
        node.error("eth_submitWork", -32602, "missing value for required argument 2");
        assertThat(fate(submit())).isEqualTo(SolutionFate.REJECTED);
        assertThat(node.calls("eth_submitWork")).isEqualTo(1);
    }

    @Test
    void aNodeThatIsAwayLeavesTheSolutionUnansweredAfterTheWholePatience() throws Exception {
        assertThat(Delivery.PATIENCE).isEqualTo(Duration.ofSeconds(10));
        Duration patience = Duration.ofSeconds(3);
        OkHttpWire wire = pool.keep(new OkHttpWire());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Threads.factory("test-timer"));
        node.close();
        long begun = System.nanoTime();
        Delivery delivery = new Delivery(wire, timer, node.settings("main"), solution("main", 1), patience);
        Delivery.Outcome outcome = delivery.begin().get(15, TimeUnit.SECONDS);
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        timer.shutdownNow();
        assertThat(outcome.fate()).isEqualTo(SolutionFate.UNANSWERED);
        assertThat(taken).isBetween(patience.minusSeconds(2), patience.plusSeconds(1));
    }

    @Test
    void aNodeThatComesBackInTimeStillGetsTheSolution() throws Exception {
        start();
        node.rawBody = Optional.of("<html>502</html>".getBytes(StandardCharsets.UTF_8));
        node.status = 502;
        CompletableFuture<SolutionFate> future = submit();
        Fixture.until(() -> node.unheardSubmissions.get() > 0);
        node.status = 200;
        node.rawBody = Optional.empty();
        assertThat(fate(future)).isEqualTo(SolutionFate.ACCEPTED);
    }

    @Test
    void aSlowFirstSubmissionIsWaitedForAndTheNodeStaysInService() throws Exception {
        ScriptedNode backup = pool.node();
        client = pool.start(node.settings("main"), backup.settings("backup"));
        pool.awaitServing("main");
        node.slow("eth_submitWork", Duration.ofMillis(3500));
        node.slow("eth_getWork", Duration.ofMillis(3500));
        assertThat(fate(submit())).isEqualTo(SolutionFate.ACCEPTED);
        assertThat(pool.status("main").serving()).isTrue();
        assertThat(pool.count("node.failovers")).isZero();
        assertThat(backup.calls("eth_submitWork")).isZero();
    }

    @Test
    void aSolutionGoesToTheNodeThatIssuedTheTemplateWhoeverServes() throws Exception {
        ScriptedNode backup = pool.node();
        client = pool.start(node.settings("main"), backup.settings("backup"));
        pool.awaitServing("main");
        assertThat(fate(client.submit(solution("backup", 1)).toCompletableFuture()))
                .isEqualTo(SolutionFate.ACCEPTED);
        assertThat(backup.calls("eth_submitWork")).isEqualTo(1);
        assertThat(node.calls("eth_submitWork")).isZero();
    }

    @Test
    void aSolutionOfANodeOfAnotherNameGoesToAll() throws Exception {
        ScriptedNode backup = pool.node();
        node.result("eth_submitWork", "false");
        client = pool.start(node.settings("main"), backup.settings("backup"));
        assertThat(fate(client.submit(solution("renamed", 1)).toCompletableFuture()))
                .isEqualTo(SolutionFate.ACCEPTED);
    }

    @Test
    void moreSolutionsThanTheBoundAreNotSent() throws Exception {
        start();
        node.slow("eth_submitWork", Duration.ofSeconds(2));
        List<CompletableFuture<SolutionFate>> all = new ArrayList<>();
        for (int nonce = 0; nonce <= SolutionCourier.MAX_OUTSTANDING; nonce++) {
            all.add(client.submit(solution("main", nonce)).toCompletableFuture());
        }
        assertThat(all.get(SolutionCourier.MAX_OUTSTANDING)).isCompletedWithValue(SolutionFate.UNANSWERED);
        assertThat(pool.count("node.submissions{overflow}")).isEqualTo(1);
        for (CompletableFuture<SolutionFate> future : all.subList(0, SolutionCourier.MAX_OUTSTANDING)) {
            assertThat(fate(future)).isEqualTo(SolutionFate.ACCEPTED);
        }
        assertThat(pool.count("node.submissionsOutstanding")).isZero();
    }

    @Test
    void closingGivesUpWhatIsUnderWay() throws Exception {
        start();
        node.slow("eth_submitWork", Duration.ofSeconds(9));
        CompletableFuture<SolutionFate> future = submit();
        Fixture.until(() -> node.calls("eth_submitWork") > 0);
        client.close();
        assertThat(future.get(1, TimeUnit.SECONDS)).isEqualTo(SolutionFate.UNANSWERED);
        assertThat(client.submit(solution("main", 2)).toCompletableFuture())
                .isCompletedWithValue(SolutionFate.UNANSWERED);
    }
}
