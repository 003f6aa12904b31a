package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Hash256;
import io.potpool.keccak.Keccak;
import org.junit.jupiter.api.Test;

class EthashEpochTest {

    @Test
    void everyEpochUpToTheLastHasSizes() {
        EthashEpoch last = new EthashEpoch(EthashSizes.MAX_EPOCH, SeedHash.MAX_ROUNDS);
        assertThat(last.cacheBytes()).isBetween(4_311_000_000L, 4_311_744_512L);
        assertThat(last.datasetBytes()).isBetween(275_940_000_000L, 275_951_648_768L);
    }

    @Test
    void seedIsTheHashOfTheSeedBefore() {
        Hash256 before = new EthashEpoch(9, 4_999).seed();
        assertThat(new EthashEpoch(7, 5_000).seed()).isEqualTo(Hash256.of(Keccak.keccak256(before.toBytes())));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        for (int[] bad : new int[][] {{-1, 0}, {32_768, 0}, {0, -1}, {0, SeedHash.MAX_ROUNDS + 1}}) {
            assertThatThrownBy(() -> new EthashEpoch(bad[0], bad[1])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void forcedSizesMustBeWholeRowsAndPages() {
        EthashEpoch epoch = new EthashEpoch(0, 0);
        for (long[] bad : new long[][] {{64, 32_768}, {1_000, 32_768}, {1_024, 128}, {1_024, 32_832}, {-64, 32_768}}) {
            assertThatThrownBy(() -> LightCache.build(epoch, bad[0], bad[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
