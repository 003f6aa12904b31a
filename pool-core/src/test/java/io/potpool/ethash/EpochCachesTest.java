package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpochCachesTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<EthashEpoch> built = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);
    private EpochCaches caches = new EpochCaches(this::tiny, 2);

    @AfterEach
    void close() {
        gate.countDown();
        caches.close();
    }

    @Test
    void epochIsBuiltOnceHoweverManyAsk() {
        caches = new EpochCaches(this::gated, 2);
        List<CompletableFuture<LightCache>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            caches.prepare(epoch(1));
            asked.add(get(1));
        }
        gate.countDown();
        LightCache first = join(asked.get(0));
        assertThat(asked).allSatisfy(future -> assertThat(join(future)).isSameAs(first));
        assertThat(built).containsExactly(epoch(1));
    }

    @Test
    void cacheIsReadyOnlyWhenBuilt() {
        caches = new EpochCaches(this::gated, 2);
        CompletableFuture<LightCache> asked = get(1);
        assertThat(caches.ifReady(epoch(1))).isEmpty();
        assertThat(caches.bytes()).isZero();
        gate.countDown();
        LightCache cache = join(asked);
        assertThat(caches.ifReady(epoch(1))).containsSame(cache);
        assertThat(caches.bytes()).isEqualTo(cache.bytes());
    }

    @Test
    void sameNumberWithAnotherSeedIsAnotherCache() {
        EthashEpoch before = new EthashEpoch(3, 3);
        EthashEpoch after = new EthashEpoch(3, 6);
        LightCache one = join(caches.get(before).toCompletableFuture());
        LightCache other = join(caches.get(after).toCompletableFuture());
        assertThat(one.lanes()).isNotEqualTo(other.lanes());
        assertThat(caches.ifReady(before)).containsSame(one);
        assertThat(caches.ifReady(after)).containsSame(other);
    }

    @Test
    void onlyTheEpochsWantedLastAreKept() {
        long each = join(get(1)).bytes();
        join(get(2));
        assertThat(caches.ifReady(epoch(1))).isPresent();
        join(get(3));
        assertThat(caches.ifReady(epoch(2))).isEmpty();
        assertThat(caches.ifReady(epoch(1))).isPresent();
        assertThat(caches.ifReady(epoch(3))).isPresent();
        assertThat(caches.bytes()).isEqualTo(2 * each);
        join(get(2));
        assertThat(built).containsExactly(epoch(1), epoch(2), epoch(3), epoch(2));
    }

    @Test
    void whoWaitsForAnEpochThatIsNotKeptStillGetsIt() {
        caches = new EpochCaches(this::gated, 2);
        List<CompletableFuture<LightCache>> asked = List.of(get(1), get(2), get(3), get(4));
        gate.countDown();
        assertThat(asked)
                .extracting(future -> join(future).epoch())
                .containsExactly(epoch(1), epoch(2), epoch(3), epoch(4));
        assertThat(caches.ifReady(epoch(1))).isEmpty();
        assertThat(caches.ifReady(epoch(4))).isPresent();
    }

    @Test
    void failureReachesWaitersAndIsTriedAgainAfterPausesThatGrowToAMinute() {
        AtomicInteger calls = new AtomicInteger();
        AtomicLong nanos = new AtomicLong();
        int failures = 9;
        caches = new EpochCaches(
                epoch -> {
                    if (calls.incrementAndGet() <= failures) {
                        throw new OutOfMemoryError("planted");
                    }
                    return tiny(epoch);
                },
                2,
                nanos::get);
        for (int failed = 1; failed <= failures; failed++) {
            assertThatThrownBy(() -> get(1).get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(OutOfMemoryError.class);
            assertThat(calls).hasValue(failed);

            Duration pause = Duration.ofSeconds(Math.min(60, 1L << (failed - 1)));
            nanos.addAndGet(pause.toNanos() - 1);
            caches.prepare(epoch(1));
            assertThat(get(1)).isCompletedExceptionally();
            assertThat(calls).hasValue(failed);
            nanos.incrementAndGet();
        }
        assertThat(caches.ifReady(epoch(1))).isEmpty();
        assertThat(join(get(2)).epoch()).isEqualTo(epoch(2));
        assertThat(join(get(1)).epoch()).isEqualTo(epoch(1));
        assertThat(caches.failedBuilds()).isEqualTo(failures);
    }

    @Test
    void buildingIsDoneByADaemonOfLowPriority() {
        CompletableFuture<Thread> builder = new CompletableFuture<>();
        caches = new EpochCaches(
                epoch -> {
                    builder.complete(Thread.currentThread());
                    return tiny(epoch);
                },
                2);
        caches.prepare(epoch(1));
        Thread thread = join(builder);
        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getPriority()).isEqualTo(Thread.MIN_PRIORITY);
    }

    @Test
    void tooManyWaitingEpochsAreRefused() {
        caches = new EpochCaches(this::gated, 2);
        List<CompletableFuture<LightCache>> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.add(get(i));
        }
        assertThatThrownBy(() -> asked.get(9).get()).hasCauseInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        assertThat(asked.subList(0, 9))
                .allSatisfy(future -> assertThat(join(future)).isNotNull());
        assertThat(join(get(9)).epoch()).isEqualTo(epoch(9));
    }

    @Test
    void closeFreesWaitersAndRefusesNewOnes() {
        caches = new EpochCaches(this::gated, 2);
        CompletableFuture<LightCache> building = get(1);
        CompletableFuture<LightCache> waiting = get(2);
        caches.close();
        for (CompletableFuture<LightCache> future : List.of(building, waiting, get(3))) {
            assertThatThrownBy(() -> future.get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOfAny(CancellationException.class, ExecutionException.class);
        }
        assertThat(caches.ifReady(epoch(1))).isEmpty();
        assertThat(caches.bytes()).isZero();
    }

    @Test
    void fewerThanTwoKeptAreRefused() {
        assertThatThrownBy(() -> new EpochCaches(this::tiny, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private LightCache gated(EthashEpoch epoch) {
        try {
            assertThat(gate.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return tiny(epoch);
    }

    private LightCache tiny(EthashEpoch epoch) {
        built.add(epoch);
        return LightCache.build(epoch, 1024, 32_768);
    }

    private CompletableFuture<LightCache> get(int number) {
        return caches.get(epoch(number)).toCompletableFuture();
    }

    private static EthashEpoch epoch(int number) {
        return new EthashEpoch(number, number);
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }
}
