package io.potpool.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.Offence;
import org.junit.jupiter.api.Test;

class ScoreTest {

    private static final long WINDOW = 60_000;

    @Test
    void aClockThatJumpedAheadAndWasSetBackDoesNotStopAgeing() {
        Score score = new Score(WINDOW, 1_000_000);
        score.offence(Offence.LOW_SHARE, 1_000_000_000);
        score.offence(Offence.LOW_SHARE, 1_000_000);
        assertThat(score.of(Offence.LOW_SHARE)).isEqualTo(2);
        assertThat(score.isEmpty(1_000_000 + WINDOW)).isTrue();
    }

    @Test
    void aClockThatTremblesAtTheEdgeOfASliceLosesNothing() {
        Score score = new Score(WINDOW, 999_999);
        score.offence(Offence.LOW_SHARE, 1_000_000);
        score.offence(Offence.LOW_SHARE, 999_999);
        score.offence(Offence.LOW_SHARE, 1_000_001);
        assertThat(score.of(Offence.LOW_SHARE)).isEqualTo(3);
    }
}
