package io.potpool.shares;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NonceSetTest {

    @Test
    void itHoldsWhatASetHolds() {
        Random random = new Random(3);
        NonceSet nonces = new NonceSet();
        Set<Long> model = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            long nonce = random.nextInt(40_000) - 100L;
            assertThat(nonces.contains(nonce)).isEqualTo(model.contains(nonce));
            nonces.add(nonce);
            model.add(nonce);
            assertThat(nonces.size()).isEqualTo(model.size());
        }
        for (long nonce = -200; nonce < 40_200; nonce++) {
            assertThat(nonces.contains(nonce)).isEqualTo(model.contains(nonce));
        }
    }

    @Test
    void zeroAndTheExtremesAreOrdinaryNonces() {
        NonceSet nonces = new NonceSet();
        assertThat(nonces.contains(0)).isFalse();
        nonces.add(0);
        nonces.add(0);
        nonces.add(-1);
        nonces.add(Long.MIN_VALUE);

        assertThat(nonces.size()).isEqualTo(3);
        assertThat(nonces.contains(0)).isTrue();
        assertThat(nonces.contains(-1)).isTrue();
        assertThat(nonces.contains(Long.MIN_VALUE)).isTrue();
        assertThat(nonces.contains(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void noncesThatDifferOnlyInTheirFirstBitsDoNotCollide() {
        long began = System.nanoTime();
        for (int round = 0; round < 20; round++) {
            NonceSet nonces = new NonceSet();
            for (long i = 0; i < 1 << 15; i++) {
                nonces.add(i << 49 | round);
            }
            assertThat(nonces.size()).isEqualTo(1 << 15);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }
}
