package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.Confirmation;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.JournalId;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.TermsChange;
import io.potpool.testkit.contract.SampleShares;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a store takes of the server's memory. Time is simulated: the store's clock is the test's, and nothing is left to the
 * server's own expiry, which goes by real time.
 */
class MemoryTest {

    private static final Instant START = SampleShares.AT;
    private static final Duration KEEP = Duration.ofHours(6);
    private static final int BATCH = 2000;
    private static final int UNDER_WAY = 4;
    private static final long HEIGHTS_AN_HOUR = 277;

    /** As docs/operating says: what a worker takes besides the single shares that are still kept. */
    private static final long BYTES_A_WORKER = 3000;

    /** As docs/operating says: what a share takes until it is folded. */
    private static final long BYTES_A_SHARE = 200;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Deque<CompletionStage<?>> open = new ArrayDeque<>();
    private long hours;

    private RedisStore store(RedisProcess server) {
        return RedisStore.open(Stores.settings(Stores.to(server), "mem")
                .withClock(now::get)
                .withKeep(KEEP)
                .withGrouping(Duration.ZERO));
    }

    /** Lets an hour pass in which every worker sends some shares, the height moves, leases come and go, and old rows fold. */
    private void hour(RedisStore store, Crowd crowd, int sharesOfTheHour) throws Exception {
        JournalId id = crowd.journal();
        long height = 1000 + hours * HEIGHTS_AN_HOUR;
        for (int sent = 0; sent < sharesOfTheHour; sent += BATCH) {
            long at = height + HEIGHTS_AN_HOUR * sent / sharesOfTheHour;
            Instant time = now.get().plus(Duration.ofMinutes(60L * sent / sharesOfTheHour));
            open.add(store.shares().commit(crowd.next(Math.min(BATCH, sharesOfTheHour - sent), at, time)));
            if (open.size() > UNDER_WAY) {
                Stores.await(open.remove());
            }
        }
        while (!open.isEmpty()) {
            Stores.await(open.remove());
        }
        for (int lease = 0; lease < 20; lease++) {
            NoncePrefix prefix = new NoncePrefix(3, hours % 50 * 100 + lease);
            Stores.await(store.terms()
                    .append(id, new TermsChange.Lease(prefix, Crowd.login(lease), LeaseTerms.DEFAULT), () -> -1));
            Stores.await(store.terms().append(id, new TermsChange.End(prefix), () -> -1));
        }
        Instant at = Stores.await(store.heights().announce(id, height + HEIGHTS_AN_HOUR, Long.MAX_VALUE))
                .at();
        Stores.await(store.instances()
                .confirm(new Confirmation(
                        id, 0, 0, height + HEIGHTS_AN_HOUR, height + HEIGHTS_AN_HOUR - 7, at, InstanceState.NONE)));
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        hours++;
        assertThat(store.tidy()).isTrue();
    }

    private static long usedMemory(RedisStore store) {
        String used = RedisDurability.field(store.caller().read(Call.of("INFO", "memory")), "used_memory_dataset");
        return Long.parseLong(String.valueOf(used));
    }

    private static long keys(RedisStore store) {
        return Replies.number(store.caller().read(Call.of("DBSIZE")));
    }

    @Test
    @Tag("soak")
    void twentyThousandWorkersStayBelowTheDocumentedBytesForAWeek() throws Exception {
        int miners = 10_000;
        int workers = 2 * miners;
        Crowd crowd = new Crowd(miners);
        try (RedisProcess server = RedisProcess.start(Binaries.any(), List.of("--appendonly", "no", "--save", ""));
                RedisStore store = store(server)) {
            long empty = usedMemory(store);
            Stores.await(store.instances().register(new Instance(crowd.journal(), "one", "1", START)));
            for (int hour = 0; hour < 7 * 24; hour++) {
                // every worker once an hour: what a worker takes does not depend on how often it sends
                hour(store, crowd, workers);
            }
            long kept = workers * (KEEP.toHours() + 1);
            assertThat(usedMemory(store) - empty).isLessThan(workers * BYTES_A_WORKER + kept * BYTES_A_SHARE);
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(crowd.shares());
        }
    }

    @Test
    void aShareTakesTheDocumentedBytesUntilItIsFolded() throws Exception {
        Crowd crowd = new Crowd(1000);
        try (RedisProcess server = RedisProcess.start(Binaries.any(), List.of("--appendonly", "no", "--save", ""));
                RedisStore store = store(server)) {
            Stores.await(store.shares().commit(crowd.next(2000, 1000, START)));
            long before = usedMemory(store);
            int shares = 40_000;
            for (int sent = 0; sent < shares; sent += 25) {
                // batches as small as a busy pool makes them
                Stores.await(store.shares().commit(crowd.next(25, 1000 + sent / 4000, START)));
            }
            assertThat((usedMemory(store) - before) / shares).isBetween(30L, BYTES_A_SHARE);
        }
    }

    @Test
    void nothingGrowsOverAMonth() throws Exception {
        Crowd crowd = new Crowd(20);
        List<Long> keys = new ArrayList<>();
        List<Long> bytes = new ArrayList<>();
        try (RedisProcess server = RedisProcess.start(Binaries.any(), List.of("--appendonly", "no", "--save", ""));
                RedisStore store = store(server)) {
            Stores.await(store.instances().register(new Instance(crowd.journal(), "one", "1", START)));
            for (int hour = 0; hour < 80 * 24; hour++) {
                hour(store, crowd, 40);
                if (hour % 24 == 23) {
                    keys.add(keys(store));
                    bytes.add(usedMemory(store));
                }
            }
            // sums by day are kept for 35 days: from then on one day is as the other
            assertThat(keys.get(79)).isLessThanOrEqualTo(keys.get(45) + 10);
            assertThat(bytes.get(79)).isLessThan(bytes.get(45) * 102 / 100);
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(crowd.shares());
        }
    }
}
