package io.potpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    @Test
    void sameSeedGivesTheSameValues() {
        assertThat(draw(new Generator(7))).isEqualTo(draw(new Generator(7))).isNotEqualTo(draw(new Generator(8)));
    }

    private static List<Object> draw(Generator generator) {
        List<Object> drawn = new ArrayList<>();
        drawn.add(generator.longs(0, Long.MAX_VALUE));
        drawn.add(generator.text(0, 20));
        drawn.add(generator.list(3, 3, g -> g.ints(-5, 5)));
        drawn.add(generator.shuffled(List.of(1, 2, 3, 4, 5, 6, 7, 8)));
        drawn.add(generator.anyLong());
        return drawn;
    }

    @Test
    void valuesStayInTheirRangeAndReachItsEdges() {
        Generator generator = new Generator(1);
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            drawn.add(generator.ints(-3, 1000));
        }
        assertThat(drawn).contains(-3, 1000).allMatch(n -> n >= -3 && n <= 1000);
    }

    @Test
    void fullLongRangeDoesNotOverflow() {
        Generator generator = new Generator(2);
        for (int i = 0; i < 1000; i++) {
            assertThat(generator.longs(Long.MAX_VALUE - 1, Long.MAX_VALUE)).isGreaterThanOrEqualTo(Long.MAX_VALUE - 1);
            assertThat(generator.longs(5, Long.MAX_VALUE)).isGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void failureNamesASeedThatRepeatsIt() {
        List<Long> seen = new ArrayList<>();
        Generator.Property broken = generator -> {
            long value = generator.longs(0, 1_000_000);
            seen.add(value);
            if (value > 500_000) {
                throw new AssertionError("too large: " + value);
            }
        };
        Throwable failure = org.assertj.core.api.Assertions.catchThrowable(() -> Generator.forAll(3, 1000, broken));
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("repeat it with seed ");
        long seed = Long.parseLong(failure.getMessage().replaceFirst(".*seed (-?\\d+)L", "$1"));
        long failed = seen.get(seen.size() - 1);

        assertThatThrownBy(() -> Generator.forAll(seed, 1, broken)).hasCauseInstanceOf(AssertionError.class);
        assertThat(seen.get(seen.size() - 1)).isEqualTo(failed);
    }
}
