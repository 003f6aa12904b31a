package io.potpool.jobs;

import static io.potpool.support.TestChain.CHAIN;
import static io.potpool.support.TestChain.START;
import static io.potpool.support.TestChain.block;
import static io.potpool.support.TestChain.header;
import static io.potpool.support.TestChain.look;
import static io.potpool.support.TestChain.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Target;
import io.potpool.metrics.Metrics;
import io.potpool.spi.Agreement;
import io.potpool.spi.BlockSighting;
import io.potpool.spi.FixedJob;
import io.potpool.spi.HeightStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.NodeAdvice;
import io.potpool.spi.NodeObservation;
import io.potpool.spi.StoreLoss;
import io.potpool.support.MemoryStore;
import io.potpool.terms.AnnouncementGate;
import io.potpool.terms.TermsLog;
import io.potpool.work.BlockHead;
import io.potpool.work.Job;
import io.potpool.work.WorkTemplate;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WindowJobManagerTest {

    private final MemoryStore store = new MemoryStore();
    private final AtomicBoolean cacheReady = new AtomicBoolean(true);
    private final List<Optional<Job>> told = new ArrayList<>();
    private Instant now = START;
    private AnnouncementGate gate;
    private WindowJobManager jobs = manager(false);

    private WindowJobManager manager(boolean acceptChain) {
        return manager(acceptChain, store);
    }

    private WindowJobManager manager(boolean acceptChain, HeightStore heights) {
        gate = new AnnouncementGate(
                new TermsLog(), heights, JournalId.random(), store.highestAnnounced(), new Metrics());
        WindowJobManager created = new WindowJobManager(
                CHAIN, heights, gate, epoch -> cacheReady.get(), new Metrics(), () -> now, acceptChain);
        created.addListener(told::add);
        return created;
    }

    @AfterEach
    void close() {
        store.close();
    }

    private NodeAdvice see(WorkTemplate work) {
        return jobs.observed(look(work, now));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private long height() {
        return jobs.current().orElseThrow().height();
    }

    @Test
    void aStoreThatThrowsKeepsNobodyFromWork() {
        HeightStore broken = (HeightStore) Proxy.newProxyInstance(
                HeightStore.class.getClassLoader(), new Class<?>[] {HeightStore.class}, (proxy, method, arguments) -> {
                    if (method.getReturnType().equals(CompletionStage.class)) {
                        throw new IllegalStateException("planted");
                    }
                    return method.invoke(store, arguments);
                });
        jobs = manager(true, broken);
        see(work("n", 100, 0));

        assertThat(height()).isEqualTo(100);
    }

    @Test
    void aNewHeightIsAnnouncedAtOnceAndClean() {
        see(work("n", 100, 0));
        see(work("n", 101, 0));

        assertThat(told).hasSize(2);
        assertThat(told.get(1).orElseThrow().clean()).isTrue();
        assertThat(height()).isEqualTo(101);
        assertThat(store.highestAnnounced()).isEqualTo(101);
    }

    @Test
    void theFullTemplateFollowsTheEmptyOneShortlyAndLaterRefreshesAtIntervals() {
        see(work("n", 100, 0));
        pass(Duration.ofMillis(10));
        see(work("n", 100, 1));
        assertThat(told).hasSize(1);

        pass(Duration.ofMillis(50));
        see(work("n", 100, 1));
        assertThat(told).hasSize(2);
        assertThat(told.get(1).orElseThrow().clean()).isFalse();

        pass(Duration.ofSeconds(1));
        see(work("n", 100, 2));
        assertThat(told).hasSize(2);
        pass(Duration.ofSeconds(5));
        see(work("n", 100, 2));
        assertThat(told).hasSize(3);
        assertThat(jobs.find(header(100, 0).w0())).isPresent();
    }

    @Test
    void workUpToTheFloorIsAnotherStoresAndNotGivenOut() {
        store.raiseFloor(100).toCompletableFuture().join();
        jobs = manager(false);

        see(work("n", 99, 0));
        see(work("n", 100, 0));
        assertThat(jobs.current()).isEmpty();

        see(work("n", 101, 0));
        assertThat(height()).isEqualTo(101);
    }

    @Test
    void acceptingTheChainDoesNotOpenHeightsUpToTheFloor() {
        store.raiseFloor(100).toCompletableFuture().join();
        jobs = manager(true);

        see(work("n", 95, 0));
        assertThat(jobs.current()).isEmpty();

        see(work("n", 101, 0));
        assertThat(height()).isEqualTo(101);
    }

    @Test
    void aTemplateOfAnotherNodeIsAnnouncedAtOnce() {
        see(work("a", 100, 0));
        see(work("b", 100, 1));

        assertThat(jobs.current().orElseThrow().nodeId()).isEqualTo("b");
    }

    @Test
    void workOfANodeThatDoesNotServeIsNotAnnounced() {
        see(work("a", 100, 0));
        jobs.observed(look(work("b", 105, 0), false, now));

        assertThat(height()).isEqualTo(100);
    }

    @Test
    void jobsOfSevenHeightsAreKeptAndLagNeverFalls() {
        see(work("n", 100, 0));
        Job first = jobs.current().orElseThrow();
        for (int height = 101; height <= 106; height++) {
            see(work("n", height, 0));
        }
        assertThat(jobs.find(first.header().w0())).contains(first);
        assertThat(jobs.lag(first)).isEqualTo(6);
        assertThat(jobs.lowestHeight()).isEqualTo(100);

        see(work("n", 107, 0));
        assertThat(jobs.find(first.header().w0())).isEmpty();
        assertThat(jobs.lag(first)).isEqualTo(7);
    }

    @Test
    void aLaggingNodeDoesNotMakeTheHeightFall() {
        see(work("a", 100, 0));
        for (int i = 0; i < 20; i++) {
            pass(Duration.ofSeconds(1));
            jobs.observed(look(work("a", 100, 0), false, now));
            NodeAdvice advice = see(work("b", 98, 0));
            assertThat(advice.lookAt()).isEmpty();
        }
        assertThat(height()).isEqualTo(100);
    }

    @Test
    void theHeightFallsWhenItsNodeShowsAnotherBlockTwiceTwoSecondsApart() {
        see(work("n", 100, 0));
        pass(Duration.ofSeconds(1));
        assertThat(see(work("n", 98, 5)).lookAt()).hasValue(99);
        jobs.sighted(new BlockSighting("n", now, 99, Optional.empty()));
        see(work("n", 98, 5));
        assertThat(height()).isEqualTo(100);

        pass(Duration.ofMillis(1999));
        jobs.sighted(new BlockSighting("n", now, 99, Optional.of(block(99, 9))));
        see(work("n", 98, 5));
        assertThat(height()).isEqualTo(100);

        pass(Duration.ofMillis(1));
        jobs.sighted(new BlockSighting("n", now, 99, Optional.of(block(99, 9))));
        see(work("n", 98, 5));
        assertThat(height()).isEqualTo(98);
        assertThat(told.get(told.size() - 1).orElseThrow().clean()).isTrue();
        assertThat(jobs.find(header(100, 0).w0())).isPresent();
        assertThat(jobs.highestAnnounced()).isEqualTo(100);
    }

    @Test
    void aNodeThatStillShowsTheBlockTakesItsDoubtBack() {
        see(work("n", 100, 0));
        jobs.sighted(new BlockSighting("n", now, 99, Optional.empty()));
        pass(Duration.ofSeconds(1));
        jobs.sighted(new BlockSighting("n", now, 99, Optional.of(block(99, 0))));
        pass(Duration.ofSeconds(2));
        jobs.sighted(new BlockSighting("n", now, 99, Optional.empty()));
        see(work("n", 98, 5));

        assertThat(height()).isEqualTo(100);
    }

    @Test
    void sightingsOfANodeThatNeverServedTheHeightCountForNothing() {
        see(work("a", 100, 0));
        jobs.sighted(new BlockSighting("b", now, 99, Optional.empty()));
        pass(Duration.ofSeconds(3));
        jobs.sighted(new BlockSighting("b", now, 99, Optional.empty()));
        see(work("b", 98, 0));

        assertThat(height()).isEqualTo(100);
    }

    @Test
    void theHeightFallsWhenNoNodeOfItHasAnsweredForAMinute() {
        see(work("a", 100, 0));
        pass(Duration.ofSeconds(59));
        see(work("b", 98, 0));
        assertThat(height()).isEqualTo(100);

        pass(Duration.ofSeconds(1));
        see(work("b", 98, 0));
        assertThat(height()).isEqualTo(98);
    }

    @Test
    void aFallOfMoreThanSevenStopsNewJobsUntilTheChainIsBack() {
        see(work("a", 100, 0));
        pass(Duration.ofSeconds(60));
        see(work("b", 92, 0));
        assertThat(jobs.current()).isEmpty();
        assertThat(told.get(told.size() - 1)).isEmpty();

        see(work("b", 93, 0));
        assertThat(height()).isEqualTo(93);
    }

    @Test
    void theDepthIsMeasuredFromTheHighestEverAnnouncedAcrossRestarts() {
        see(work("a", 100, 0));
        jobs = manager(false);
        pass(Duration.ofSeconds(60));
        see(work("a", 92, 0));
        assertThat(jobs.current()).isEmpty();

        jobs = manager(true);
        see(work("a", 92, 0));
        assertThat(height()).isEqualTo(92);
        assertThat(jobs.highestAnnounced()).isEqualTo(100);

        jobs = manager(false);
        see(work("a", 92, 0));
        assertThat(height()).isEqualTo(92);
    }

    @Test
    void aHeaderWithAnotherHeightOrDifficultyThanAtFirstIsRefused() {
        see(work("a", 100, 0));
        WorkTemplate honest = work("a", 100, 0);
        WorkTemplate easier = new WorkTemplate(
                "a",
                honest.header(),
                honest.seed(),
                Difficulty.of(900).toTarget(),
                honest.height(),
                honest.parentHash());

        assertThat(see(easier).complaint()).isPresent();
        assertThat(jobs.current().orElseThrow().network()).isEqualTo(Difficulty.of(1000));
    }

    @Test
    void aForgedTargetMintsNothing() {
        for (Target forged : List.of(
                new Target(Hash256.MAX),
                Difficulty.of(2001).toTarget(),
                Difficulty.of(499).toTarget())) {
            WorkTemplate work = work("n", 100, 3);
            WorkTemplate bad = new WorkTemplate("n", work.header(), work.seed(), forged, 100, work.parentHash());
            BlockHead head = new BlockHead(99, block(99, 0), block(98, 0), now, Difficulty.of(1000));
            NodeAdvice advice = jobs.observed(new NodeObservation("n", now, true, Optional.of(bad), Optional.of(head)));

            assertThat(advice.complaint()).isPresent();
            assertThat(jobs.current()).isEmpty();
        }
    }

    @Test
    void anOldHeadAForeignSeedAndWorkFarAboveItsHeadAreRefused() {
        WorkTemplate work = work("n", 100, 0);
        BlockHead old =
                new BlockHead(99, block(99, 0), block(98, 0), now.minus(Duration.ofMinutes(61)), Difficulty.of(1000));
        BlockHead low = new BlockHead(90, block(90, 0), block(89, 0), now, Difficulty.of(1000));
        WorkTemplate foreign = new WorkTemplate("n", work.header(), block(1, 1), work.target(), 100, work.parentHash());

        assertThat(jobs.observed(new NodeObservation("n", now, true, Optional.of(work), Optional.of(old)))
                        .complaint())
                .isPresent();
        assertThat(jobs.observed(new NodeObservation("n", now, true, Optional.of(work), Optional.of(low)))
                        .complaint())
                .isPresent();
        assertThat(see(foreign).complaint()).isPresent();
        assertThat(jobs.current()).isEmpty();
    }

    @Test
    void noJobIsAnnouncedBeforeItsCacheIsReady() {
        cacheReady.set(false);
        see(work("n", 100, 0));
        assertThat(jobs.current()).isEmpty();
        assertThat(store.highestAnnounced()).isEqualTo(-1);

        cacheReady.set(true);
        see(work("n", 100, 0));
        assertThat(height()).isEqualTo(100);
    }

    @Test
    void aStoreThatIsAwayDelaysAHeightButDoesNotStopIt() {
        store.failNext(1);
        see(work("n", 100, 0));

        assertThat(height()).isEqualTo(100);
        assertThat(jobs.highestAnnounced()).isEqualTo(100);
    }

    private static NodeObservation standing(
            String node, Optional<WorkTemplate> work, long head, boolean serving, Instant at) {
        return new NodeObservation(
                node,
                at,
                serving,
                work,
                Optional.of(new BlockHead(head, block(head, 3), block(head - 1, 3), at, Difficulty.of(1000))));
    }

    private void lookAt(NodeAdvice advice, String node) {
        advice.lookAt().ifPresent(height -> jobs.sighted(new BlockSighting(node, now, height, Optional.empty())));
    }

    @Test
    void aFrozenTemplateOfANodeThatWentBackDoesNotHoldTheHeightUp() {
        see(work("a", 100, 0));
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(1));
            lookAt(jobs.observed(standing("a", Optional.of(work("a", 100, 0)), 94, false, now)), "a");
            jobs.observed(standing("b", Optional.of(work("b", 95, 5)), 94, true, now));
        }
        assertThat(height()).isEqualTo(95);
    }

    @Test
    void aNodeThatAnswersWithoutWorkDoesNotHoldTheHeightUp() {
        see(work("a", 100, 0));
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(1));
            lookAt(jobs.observed(standing("a", Optional.empty(), 96, false, now)), "a");
            jobs.observed(standing("b", Optional.of(work("b", 97, 5)), 96, true, now));
        }
        assertThat(height()).isEqualTo(97);
    }

    @Test
    void aNodeThatIsBackTakesItsProofBack() {
        see(work("b", 100, 0));
        jobs.observed(look(work("a", 100, 0), false, now));
        for (int i = 0; i < 2; i++) {
            lookAt(jobs.observed(standing("a", Optional.of(work("a", 98, 1)), 97, false, now)), "a");
            pass(Duration.ofSeconds(3));
        }
        jobs.observed(look(work("a", 100, 0), false, now));
        jobs.observed(standing("c", Optional.of(work("c", 96, 5)), 95, true, now));

        assertThat(height()).isEqualTo(100);
    }

    @Test
    void theLagOfAHeaderThatLeftTheWindowAndIsShownAgainHasNotFallen() {
        see(work("n", 100, 0));
        Job old = jobs.current().orElseThrow();
        see(work("n", 107, 0));
        pass(Duration.ofSeconds(60));
        see(work("m", 100, 0));

        assertThat(jobs.current().orElseThrow().header()).isEqualTo(old.header());
        assertThat(jobs.lag(old)).isEqualTo(7);
    }

    @Test
    void workThatAnotherInstanceHasSeenOtherwiseIsNotAnnounced() {
        see(work("n", 100, 0));
        Difficulty other = Difficulty.of(5000);
        store.fix(new FixedJob(header(101, 0), 101, other));

        assertThat(see(work("n", 101, 0)).complaint().orElseThrow()).contains("another instance");
        assertThat(height()).isEqualTo(100);
        see(work("n", 101, 1));
        assertThat(height()).isEqualTo(101);
    }

    @Test
    void anInstanceFarBehindThePoolServesNothingNewAndOneNearItJudgesByThePoolsHeight() {
        see(work("n", 100, 0));
        Job near = jobs.current().orElseThrow();
        store.announce(JournalId.random(), 101, 0).toCompletableFuture().join();
        see(work("n", 101, 0));
        store.announce(JournalId.random(), 104, 0).toCompletableFuture().join();
        see(work("n", 102, 0));
        assertThat(jobs.lag(near)).isEqualTo(4);
        assertThat(jobs.lag(jobs.current().orElseThrow())).isEqualTo(2);

        store.announce(JournalId.random(), 120, 0).toCompletableFuture().join();
        see(work("n", 103, 0));
        assertThat(jobs.current()).isEmpty();
        see(work("n", 120, 0));
        assertThat(height()).isEqualTo(120);
    }

    @Test
    void aChainThatWentBackIsNotLateAgainstThePoolsHeight() {
        see(work("n", 100, 0));
        pass(Duration.ofSeconds(60));
        see(work("m", 96, 0));
        Job fallen = jobs.current().orElseThrow();
        assertThat(fallen.height()).isEqualTo(96);
        assertThat(jobs.lag(fallen)).isZero();
        see(work("m", 97, 0));
        assertThat(jobs.lag(fallen)).isEqualTo(1);
    }

    @Test
    void aForgottenInstanceTakesItsWorkBack() {
        see(work("n", 100, 0));
        gate.forget();
        see(work("n", 101, 0));

        assertThat(jobs.current()).isEmpty();
        assertThat(told.get(told.size() - 1)).isEmpty();
    }

    @Test
    void aHeightThatWasNotRecordedInTimeIsRecordedLater() {
        see(work("n", 100, 0));
        store.failNext(1);
        see(work("n", 101, 0));
        assertThat(store.highestAnnounced()).isEqualTo(100);

        await().untilAsserted(() -> {
            see(work("n", 101, 0));
            assertThat(store.highestAnnounced()).isEqualTo(101);
        });
    }

    @Test
    void whatHeadersMeanIsGivenBackToAStoreThatHasLostIt() {
        see(work("n", 100, 0));
        see(work("n", 101, 0));
        store.loseFixed();
        gate.heard(new Agreement(List.of(), List.of(), 0, 101, 101, 0, List.of(), now, new StoreLoss(7, Set.of())));

        for (long height = 100; height <= 101; height++) {
            FixedJob other = new FixedJob(header(height, 0), height + 5, Difficulty.of(1));
            assertThat(store.fix(other).toCompletableFuture().join())
                    .returns(height, FixedJob::height)
                    .returns(jobs.find(header(height, 0).w0()).orElseThrow().network(), FixedJob::network);
        }
    }
}
