package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.terms.NoncePrefix;
import io.potpool.terms.TermsChange;
import io.potpool.testkit.contract.SampleShares;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneTest {

    @TempDir
    private Path dir;

    @Test
    void aHeightIsRecordedAlsoWhileMoreLeasesEndThanMayWait() throws Exception {
        try (SqliteStore store = Stores.open(dir)) {
            for (int i = 0; i < 3000; i++) {
                store.terms().append(SampleShares.INSTANCE, new TermsChange.End(new NoncePrefix(3, i)), () -> 100);
            }
            store.heights()
                    .announce(SampleShares.INSTANCE, 101, Long.MAX_VALUE)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);

            assertThat(store.heights().highestAnnounced()).isEqualTo(101);
        }
    }
}
