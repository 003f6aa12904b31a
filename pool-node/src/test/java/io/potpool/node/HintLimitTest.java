package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HintLimitTest {

    @Test
    void noMoreHintsPassOnManyThreads() {
        for (long second = 1; second <= 200; second++) {
            HintLimit limit = new HintLimit();
            long now = second * 1_000_000_000L;
            long passed = IntStream.range(0, 8 * HintLimit.PER_SECOND)
                    .parallel()
                    .filter(hint -> limit.pass(now))
                    .count();
            assertThat(passed).isEqualTo(HintLimit.PER_SECOND);
        }
    }

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
}
