package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Computes a gigabyte, so it is left out of the build: {@code -Dtest.excludedGroups= -Dtest=RealDatasetTest}. */
@Tag("soak")
class RealDatasetTest {

    private static final int SHARES = 2_000;

    @TempDir
    private Path directory;

    @Test
    void theDatasetOfEpochZeroHashesLikeItsLightCache() {
        LightCache cache = LightCache.build(new EthashEpoch(0, 0));
        SplittableRandom random = new SplittableRandom(77);
        try (Datasets datasets = Datasets.inFiles(directory, 2, unused -> {}, new Metrics())) {
            datasets.prepare(cache);
            await().atMost(Duration.ofMinutes(30))
                    .until(() -> datasets.ifReady(cache.epoch()).isPresent());
            HashEngine full = HashEngines.full(HashEngine::plain, datasets).get();
            HashEngine light = HashEngine.plain();
            for (int done = 0; done < SHARES; done += BatchLimit.MOST) {
                ShareBatch one = new ShareBatch();
                ShareBatch other = new ShareBatch();
                for (int i = 0; i < BatchLimit.MOST; i++) {
                    Hash256 header = new Hash256(random.nextLong(), random.nextLong(), 0, 0);
                    Nonce nonce = new Nonce(random.nextLong());
                    one.add(header, nonce);
                    other.add(header, nonce);
                }
                full.hash(cache, one);
                light.hash(cache, other);
                for (int i = 0; i < BatchLimit.MOST; i++) {
                    assertThat(one.hash(i)).isEqualTo(other.hash(i));
                }
            }
        }
    }
}
