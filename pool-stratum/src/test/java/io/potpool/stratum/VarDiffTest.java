package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Difficulty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarDiffTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Difficulty START = Difficulty.of(1_000_000_000);

    private final List<Difficulty> asked = new ArrayList<>();
    private final List<Long> at = new ArrayList<>();
    private Difficulty now = START;

    /** Mines with {@code hashrate} hashes a second for a time; each change holds after a block of 13 s. */
    private void mine(VarDiff varDiff, double hashrate, int from, int seconds, long seed) {
        Random random = new Random(seed);
        double next = from + wait(random, hashrate);
        long holdsFrom = Long.MAX_VALUE;
        for (int second = from; second < from + seconds; second++) {
            if (second >= holdsFrom) {
                now = asked.get(asked.size() - 1);
                holdsFrom = Long.MAX_VALUE;
            }
            while (next < second + 1) {
                varDiff.accepted(now);
                next += wait(random, hashrate);
            }
            Optional<Difficulty> change = varDiff.retarget((second + 1) * SECOND);
            if (change.isPresent()) {
                asked.add(change.get());
                at.add((long) second);
                holdsFrom = second + 13;
            }
        }
    }

    private double wait(Random random, double hashrate) {
        return hashrate == 0
                ? Double.POSITIVE_INFINITY
                : -Math.log(1 - random.nextDouble()) * now.value().doubleValue() / hashrate;
    }

    @ParameterizedTest
    @ValueSource(doubles = {2e8, 1e9, 3e10, 4e11})
    void theDifficultySettlesWhereAShareComesInTheTargetTime(double hashrate) {
        VarDiff varDiff = new VarDiff(VarDiffSettings.DEFAULT, START, START, 0);
        mine(varDiff, hashrate, 0, 3600, 7);

        assertThat(now.value().doubleValue() / hashrate).isBetween(5.0, 20.0);
        assertThat(asked).hasSizeLessThan(40);
    }

    @Test
    void aStepIsBoundedAndRoundedToThreeDigits() {
        VarDiff varDiff = new VarDiff(VarDiffSettings.DEFAULT, START, START, 0);
        mine(varDiff, 1e12, 0, 120, 8);

        assertThat(asked.get(0)).isEqualTo(Difficulty.of(4_000_000_000L));
        assertThat(asked.get(1)).isEqualTo(Difficulty.of(16_000_000_000L));
        assertThat(at.get(0)).isEqualTo(14);
        assertThat(at.get(1) - at.get(0)).isGreaterThanOrEqualTo(15);
        asked.forEach(
                d -> assertThat(d.toString().replaceAll("0+$", "").length()).isLessThanOrEqualTo(3));
    }

    @Test
    void anIdleMinersDifficultyFallsByHalvesDownToItsStart() {
        VarDiff varDiff = new VarDiff(VarDiffSettings.DEFAULT, START, START, 0);
        mine(varDiff, 1e9, 0, 1200, 9);
        Difficulty high = now;
        asked.clear();
        mine(varDiff, 0, 1200, 1200, 9);

        assertThat(high.value().longValueExact()).isGreaterThan(5_000_000_000L);
        assertThat(asked).isNotEmpty();
        assertThat(asked.get(asked.size() - 1)).isEqualTo(START);
        for (int i = 1; i < asked.size() - 1; i++) {
            double fall = asked.get(i).value().doubleValue()
                    / asked.get(i - 1).value().doubleValue();
            assertThat(fall).isBetween(0.49, 0.51);
        }
    }

    @Test
    void theFloorIsTheLowestDifficultyOfTheDayAndNotWhereTheMinerBegan() {
        Difficulty lowest = Difficulty.of(62_500_000);
        VarDiff varDiff = new VarDiff(VarDiffSettings.DEFAULT, START, lowest, 0);
        mine(varDiff, 0, 0, 1200, 9);
        assertThat(asked.get(asked.size() - 1)).isEqualTo(lowest);

        varDiff.lowest(Difficulty.of(15_000_000));
        mine(varDiff, 0, 1200, 1200, 9);
        assertThat(asked.get(asked.size() - 1)).isEqualTo(Difficulty.of(15_000_000));
    }

    @Test
    void aMinerInItsVarianceIsLeftAlone() {
        VarDiff varDiff = new VarDiff(VarDiffSettings.DEFAULT, START, START, 0);
        for (int i = 1; i <= 200; i++) {
            if (i % 12 == 0) {
                varDiff.accepted(START);
            }
            assertThat(varDiff.retarget(i * SECOND)).isEmpty();
        }
    }

    @Test
    void theBoundsHoldAndATimeWithoutWorkTellsNothing() {
        VarDiffSettings settings = new VarDiffSettings(
                Duration.ofSeconds(10),
                Difficulty.of(2_000_000_000L),
                Difficulty.of(5_432_123_456L),
                30,
                300,
                50,
                Duration.ofMinutes(1));
        VarDiff varDiff = new VarDiff(settings, START, START, 0);
        now = Difficulty.of(2_000_000_000L);
        mine(varDiff, 1e12, 0, 600, 10);
        assertThat(asked.get(asked.size() - 1)).isEqualTo(Difficulty.of(5_430_000_000L));

        asked.clear();
        for (int i = 600; i < 2000; i++) {
            varDiff.restart(i * SECOND);
            assertThat(varDiff.retarget(i * SECOND)).isEmpty();
        }
        mine(varDiff, 0, 2000, 2000, 10);
        assertThat(asked.get(asked.size() - 1)).isEqualTo(Difficulty.of(2_000_000_000L));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        Difficulty one = Difficulty.ONE;
        assertThatThrownBy(() -> new VarDiffSettings(Duration.ZERO, one, one, 30, 300, 50, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new VarDiffSettings(Duration.ofSeconds(9), START, one, 30, 300, 50, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new VarDiffSettings(Duration.ofSeconds(9), one, one, 30, 300, 100, Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
