package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes about a quarter of an hour, so it is left out of the build: {@code -Dtest.excludedGroups= -Dtest=...}. */
@Tag("soak")
class MillionNoncesTest {

    private static final int NONCES = 1_000_000;
    private static final int PARTS = 8;

    @Test
    void batchesOfEverySizeAgreeWithSingleHashes() {
        LightCache cache = LightCache.build(new EthashEpoch(0, 0), 1 << 20, 128 * 100_003);
        long agreed = IntStream.range(0, PARTS)
                .parallel()
                .mapToLong(part -> agree(cache, new SplittableRandom(part), NONCES / PARTS))
                .sum();
        assertThat(agreed).isEqualTo(NONCES);
    }

    private static long agree(LightCache cache, SplittableRandom random, int count) {
        HashEngine engine = HashEngine.plain();
        ShareBatch batch = new ShareBatch();
        int done = 0;
        while (done < count) {
            int size = Math.min(random.nextInt(1, BatchLimit.MOST + 1), count - done);
            batch.clear();
            Hash256 header = new Hash256(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            for (int i = 0; i < size; i++) {
                batch.add(header, new Nonce(random.nextLong()));
            }
            engine.hash(cache, batch);
            for (int i = 0; i < size; i++) {
                assertThat(batch.hash(i)).isEqualTo(Ethash.hash(cache, header, new Nonce(batch.nonce(i))));
            }
            done += size;
        }
        return done;
    }
}
