package io.potpool.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.HashEngine;
import io.potpool.ethash.HashEngines;
import io.potpool.ethash.ItemComputer;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.ShareBatch;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VectorItemsTest {

    private static final LightCache TINY = LightCache.build(new EthashEpoch(3, 3), 64 * 1021, 128 * 4099);

    private static final int BATCH = 64;

    private final SplittableRandom random = new SplittableRandom(4_711);

    @BeforeEach
    void vectorsAreWideEnough() {
        assumeTrue(VectorItems.isUseful(), "this processor has no vectors of 256 bits or more");
    }

    @Test
    void everyNumberOfLanesGivesTheItemsOfPlainJava() {
        HashEngine plain = HashEngine.plain();
        HashEngine vector = HashEngines.light(new VectorItems());
        for (int size = 1; size <= BATCH; size++) {
            agree(plain, vector, TINY, size);
        }
    }

    @Test
    void aRealCacheGivesTheHashesOfPlainJava() {
        LightCache cache = LightCache.build(new EthashEpoch(0, 0));
        HashEngine plain = HashEngine.plain();
        HashEngine vector = HashEngines.light(new VectorItems());
        for (int run = 0; run < 8; run++) {
            agree(plain, vector, cache, BATCH);
        }
    }

    @Test
    void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(ItemComputer.Provider.class))
                .anySatisfy(provider ->
                        assertThat(provider.create().orElseThrow().name()).startsWith("vector"));
    }

    private void agree(HashEngine one, HashEngine other, LightCache cache, int size) {
        ShareBatch left = new ShareBatch();
        ShareBatch right = new ShareBatch();
        for (int i = 0; i < size; i++) {
            Hash256 header = new Hash256(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            Nonce nonce = new Nonce(random.nextLong());
            left.add(header, nonce);
            right.add(header, nonce);
        }
        one.hash(cache, left);
        other.hash(cache, right);
        for (int i = 0; i < size; i++) {
            assertThat(right.hash(i)).isEqualTo(left.hash(i));
        }
    }
}
