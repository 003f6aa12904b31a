package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModulusTest {

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void remainderIsExactForEveryDivisorAndDividend() {
        for (int i = 0; i < 20_000; i++) {
            long divisor = Math.max(2, random.nextLong(1L << 32) >>> random.nextInt(31));
            check(divisor);
        }
        for (int bit = 1; bit < 32; bit++) {
            check(1L << bit);
            check((1L << bit) + 1);
            check((1L << bit + 1) - 1);
        }
    }

    @Test
    void divisorOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new Modulus(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Modulus(1L << 32)).isInstanceOf(IllegalArgumentException.class);
    }

    private void check(long divisor) {
        Modulus modulus = new Modulus(divisor);
        long multiple = (0xffffffffL / divisor) * divisor;
        for (long dividend :
                new long[] {0, 1, divisor - 1, divisor, multiple - 1, multiple, 0xffffffffL, random.nextLong(1L << 32)
                }) {
            assertThat(modulus.of((int) dividend)).isEqualTo((dividend & 0xffffffffL) % divisor);
        }
    }
}
