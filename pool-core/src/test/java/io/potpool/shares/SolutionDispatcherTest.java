package io.potpool.shares;

import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import io.potpool.spi.SolutionStore;
import io.potpool.support.FakeNode;
import io.potpool.support.MemoryStore;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SolutionDispatcherTest {

    private static final Duration RESEND = Duration.ofMillis(300);

    private final MemoryStore store = new MemoryStore();
    private final FakeNode node = new FakeNode();
    private final Metrics metrics = new Metrics();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final SolutionDispatcher dispatcher = dispatcher(store);

    private SolutionDispatcher dispatcher(SolutionStore kept) {
        ListenerHub listeners = new ListenerHub(List.of(), List.of(), metrics);
        return new SolutionDispatcher(kept, Optional.empty(), node, () -> 94, listeners, metrics, timer, RESEND);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static Solution solution(long height, long nonce, Address login) {
        return new Solution(
                new Hash256(height, 1, 1, 1),
                new Nonce(nonce),
                Hash256.ZERO,
                height,
                Difficulty.of(1000),
                "node",
                login,
                "w",
                Instant.ofEpochSecond(nonce));
    }

    @Test
    void aSolutionIsInTheStoreBeforeItIsSent() {
        node.answer = sent -> CompletableFuture.completedFuture(
                store.blocks().get(sent) == SolutionFate.PENDING ? SolutionFate.ACCEPTED : SolutionFate.REJECTED);
        dispatcher.dispatch(solution(100, 1, ALICE));

        await().until(() -> store.blocks().containsValue(SolutionFate.ACCEPTED));
    }

    @Test
    void theSameNonceSentBySomebodyElseIsNotSentToTheNodeAgain() {
        dispatcher.dispatch(solution(100, 1, ALICE));
        await().until(() -> store.blocks().containsValue(SolutionFate.ACCEPTED));
        dispatcher.dispatch(solution(100, 1, BOB));
        dispatcher.dispatch(solution(100, 2, BOB));

        await().until(() -> node.solutions.size() == 2);
        assertThat(node.solutions).containsExactly(solution(100, 1, ALICE), solution(100, 2, BOB));
    }

    @Test
    void aNodeWithoutAnAnswerIsAskedAgainWhileTheBlockCanCount() {
        AtomicInteger asked = new AtomicInteger();
        node.answer = sent -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("planted");
            }
            return CompletableFuture.completedFuture(
                    asked.get() == 2 ? SolutionFate.UNANSWERED : SolutionFate.ACCEPTED);
        };
        long begun = System.nanoTime();
        dispatcher.dispatch(solution(100, 1, ALICE));

        await().atMost(Duration.ofSeconds(30)).until(() -> store.blocks().containsValue(SolutionFate.ACCEPTED));
        assertThat(asked).hasValue(3);
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(2 * RESEND.toNanos());
    }

    @Test
    void aNodeWithoutAnAnswerIsNotAskedAgainOnceTheBlockIsTooOld() {
        node.answer = sent -> CompletableFuture.completedFuture(SolutionFate.UNANSWERED);
        dispatcher.dispatch(solution(93, 1, ALICE));

        await().until(() -> store.blocks().containsValue(SolutionFate.UNANSWERED));
        assertThat(node.solutions).hasSize(1);
    }

    @Test
    void aStoreThatThrowsDelaysNoBlock() {
        SolutionStore broken = new SolutionStore() {
            @Override
            public CompletionStage<Void> record(Solution solution) {
                throw new IllegalStateException("planted");
            }

            @Override
            public CompletionStage<Void> settle(Solution solution, SolutionFate fate) {
                throw new IllegalStateException("planted");
            }

            @Override
            public List<Solution> open(long lowestHeight) {
                return List.of();
            }
        };
        dispatcher(broken).dispatch(solution(100, 1, ALICE));

        assertThat(node.solutions).hasSize(1);
        assertThat(metrics.snapshot()).containsEntry("blocks.unjournalled", 1L).containsEntry("blocks.unsettled", 1L);
    }

    @Test
    void oldSolutionsAreForgottenUnlessTheyAreUnderWay() {
        CompletableFuture<SolutionFate> pending = new CompletableFuture<>();
        node.answer = sent -> pending;
        dispatcher.dispatch(solution(100, 1, ALICE));
        dispatcher.forgetBelow(200);
        dispatcher.dispatch(solution(100, 1, BOB));
        pending.complete(SolutionFate.REJECTED);
        await().until(() -> store.blocks().containsValue(SolutionFate.REJECTED));

        assertThat(node.solutions).hasSize(1);
    }
}
