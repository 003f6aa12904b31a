package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

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
}
