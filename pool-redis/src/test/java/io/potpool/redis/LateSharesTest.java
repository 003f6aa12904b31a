package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.SampleShares;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A batch waits for company so that fresh shares take few round trips; a spool that is replayed batch by batch must not. */
class LateSharesTest {

    private static final Duration GROUPING = Duration.ofMillis(500);

    @Test
    void batchesOfASpoolFollowOneAnotherWithoutWaitingForCompany() throws Exception {
        Crowd crowd = new Crowd(10);
        RedisSettings settings = Stores.settings(Stores.to(Stores.shared(Binaries.any())), Stores.freshPrefix());
        try (RedisStore store = RedisStore.open(settings.withGrouping(GROUPING))) {
            Instant minutesAgo = SampleShares.AT.minusSeconds(300);
            Stores.await(store.shares().commit(crowd.next(1, 100, SampleShares.AT)));
            long began = System.nanoTime();
            for (int i = 0; i < 40; i++) {
                assertThat(Stores.await(store.shares().commit(crowd.next(1, 100, minutesAgo))))
                        .containsExactly(ShareFate.CREDITED);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(GROUPING.multipliedBy(20));

            long fresh = System.nanoTime();
            Stores.await(store.shares().commit(crowd.next(1, 100, SampleShares.AT)));
            Stores.await(store.shares().commit(crowd.next(1, 100, SampleShares.AT)));
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - fresh))
                    .isGreaterThanOrEqualTo(GROUPING.toMillis());
        }
    }
}
