package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class HintLimitTest {

    @Test
    void soManyHintsPassInEverySecondAndNoMore() {
        HintLimit limit = new HintLimit();
        long now = 5;
        for (int second = 0; second < 3; second++) {
            for (int hint = 0; hint < HintLimit.PER_SECOND; hint++) {
                assertThat(limit.pass(now)).isTrue();
            }
            assertThat(limit.pass(now + 999_999_999L)).isFalse();
            now += 1_000_000_000L;
        }
    }

    /** Every round is a new second, so that its beginning is contended for as well. */
    @Test
    void hintsOfManyThreadsAtOnceNeverExceedTheLimit() throws Exception {
        int threads = 4;
        int rounds = 5000;
        HintLimit limit = new HintLimit();
        AtomicIntegerArray passed = new AtomicIntegerArray(rounds);
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ends.add(senders.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        together.await(20, TimeUnit.SECONDS);
                        for (int hint = 0; hint < HintLimit.PER_SECOND; hint++) {
                            if (limit.pass(1_000_000_000L * (round + 1))) {
                                passed.incrementAndGet(round);
                            }
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get(60, TimeUnit.SECONDS);
            }
        } finally {
            senders.shutdownNow();
        }
        for (int round = 0; round < rounds; round++) {
            assertThat(passed.get(round)).as("round %d", round).isEqualTo(HintLimit.PER_SECOND);
        }
    }
}
