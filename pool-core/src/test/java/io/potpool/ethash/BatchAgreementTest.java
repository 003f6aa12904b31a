package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchAgreementTest {

    private static final LightCache TINY = LightCache.build(new EthashEpoch(0, 0), 1024, 32_768);
    private static final Dataset DATASET = Dataset.inHeap(TINY);

    private final SplittableRandom random = new SplittableRandom(20_261);
    private final HashEngine engine = HashEngine.plain();
    private final ShareBatch batch = new ShareBatch();

    static IntStream sizes() {
        return IntStream.rangeClosed(1, BatchLimit.MOST);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void batchOfAnySizeAgreesWithSingleHashes(int size) {
        agree(TINY, size);
    }

    @Test
    void batchesAgreeWithSingleHashesOnARealEpoch() {
        LightCache cache = SharedCaches.get(new EthashEpoch(0, 0));
        for (int size : new int[] {1, 2, 3, 4, 5, 7, 8, 31, 64}) {
            agree(cache, size);
        }
    }

    @Test
    void tinyDatasetAgreesWithItsCache() {
        for (int i = 0; i < 2_000; i++) {
            Hash256 header = header();
            Nonce nonce = new Nonce(random.nextLong());
            assertThat(DATASET.hash(header, nonce)).isEqualTo(Ethash.hash(TINY, header, nonce));
        }
    }

    @Test
    void rowsThatStraddleLinesAreHashedAlike() {
        agree(TINY.straddling(true), 20);
        agree(TINY.straddling(false), 20);
    }

    @Test
    void batchIsReusedAfterClear() {
        agree(TINY, 64);
        agree(TINY, 1);
        assertThat(batch.size()).isOne();
    }

    @Test
    void emptyBatchIsLeftAlone() {
        batch.clear();
        engine.hash(TINY, batch);
        assertThat(batch.size()).isZero();
    }

    @Test
    void fullBatchTakesNoMore() {
        agree(TINY, ShareBatch.MAX);
        assertThatThrownBy(() -> batch.add(Hash256.ZERO, new Nonce(0))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> batch.mix(ShareBatch.MAX)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private void agree(LightCache cache, int size) {
        batch.clear();
        Hash256[] headers = new Hash256[size];
        Nonce[] nonces = new Nonce[size];
        for (int i = 0; i < size; i++) {
            headers[i] = header();
            nonces[i] = new Nonce(random.nextLong());
            assertThat(batch.add(headers[i], nonces[i])).isEqualTo(i);
        }
        engine.hash(cache, batch);
        for (int i = 0; i < size; i++) {
            assertThat(batch.hash(i)).isEqualTo(Ethash.hash(cache, headers[i], nonces[i]));
        }
    }

    private Hash256 header() {
        return new Hash256(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }
}
