package io.potpool.redis;

import static io.potpool.redis.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.metrics.Metrics;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.SampleShares;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RatesTest {

    private static final Address ALICE = SampleShares.ALICE;
    private static final Address BOB = SampleShares.BOB;
    private static final Instant NOW = SampleShares.AT;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final JournalId journal = JournalId.random();
    private final Metrics metrics = new Metrics();
    private final RedisSettings settings = Stores.settings(
                    Stores.to(Stores.shared(Binaries.any())), Stores.freshPrefix())
            .withMetrics(metrics);
    private final RedisStore store = RedisStore.open(settings);

    @AfterEach
    void close() {
        store.close();
    }

    private CreditBatch batch(long sequence, Address login, int shares) {
        return SampleShares.batch(journal, sequence, login, 100, sequence * 1000, shares);
    }

    private static BigInteger work(CreditBatch... batches) {
        return Arrays.stream(batches)
                .flatMap(batch -> batch.shares().stream())
                .map(share -> share.facts().effective().value())
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private List<ShareFate> commit(CreditBatch batch) throws Exception {
        return await(store.shares().commit(batch));
    }

    private Map<String, BigInteger> awaitRates(Address login) {
        return Awaitility.await().atMost(LONG).until(() -> store.hashrates().of(login, NOW), rates -> !rates.isEmpty());
    }

    @Test
    void hashRatesAreSumsOfTenMinutesByWorker() throws Exception {
        CreditBatch first = batch(1, ALICE, 7);
        CreditBatch second = batch(2, ALICE, 7);
        commit(first);
        commit(second);
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(store.hashrates().of(ALICE, NOW))
                        .containsExactly(Map.entry("rig-1", work(first, second))));
        assertThat(store.hashrates().of(ALICE, NOW.plus(Duration.ofMinutes(10))))
                .isEmpty();
        assertThat(store.hashrates().of(BOB, NOW)).isEmpty();
        assertThat((Long) store.caller().read(Call.of("TTL", store.keys().rate(ALICE.text()))))
                .isPositive();
        assertThat(store.caller().read(Call.of("ZCARD", store.keys().rates()))).isEqualTo(1L);
    }

    @Test
    void lateSharesAndRepeatedBatchesAddNoWork() throws Exception {
        CreditBatch first = batch(1, ALICE, 7);
        commit(first);
        commit(first);
        CreditBatch late = new CreditBatch(JournalId.random(), 1, first.shares());
        assertThat(commit(late)).containsOnly(ShareFate.LATE_DUPLICATE);
        store.close();
        try (RedisStore again = RedisStore.open(settings)) {
            assertThat(again.hashrates().of(ALICE, NOW)).containsExactly(Map.entry("rig-1", work(first)));
        }
    }

    @Test
    void whatIsSummedIsWrittenBeforeTheStoreCloses() throws Exception {
        CreditBatch first = batch(1, ALICE, 7);
        commit(first);
        store.close();
        try (RedisStore again = RedisStore.open(settings)) {
            assertThat(again.hashrates().of(ALICE, NOW)).containsExactly(Map.entry("rig-1", work(first)));
        }
    }

    @Test
    void aDamagedKeyCostsTheRatesOfItsLoginOnlyAndIsCounted() throws Exception {
        store.caller().read(Call.of("SET", store.keys().rate(ALICE.text()), "x"));
        CreditBatch bobs = batch(2, BOB, 3);
        commit(batch(1, ALICE, 3));
        commit(bobs);
        assertThat(awaitRates(BOB)).containsExactly(Map.entry("rig-1", work(bobs)));
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() ->
                        assertThat(metrics.snapshot().get("store.fault{rates}")).isEqualTo(1L));
        assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(6);
    }

    @Test
    void workBeyondTheDigitsOfAScriptsNumbersIsForgottenLikeAnyOther() throws Exception {
        ShareFacts facts = SampleShares.share(ALICE, 100, 1).facts();
        Difficulty huge = Difficulty.of((1L << 53) + 1);
        ShareFacts big = new ShareFacts(
                facts.header(),
                facts.nonce(),
                facts.height(),
                huge,
                facts.blockReward(),
                huge,
                huge,
                facts.lagFactor());
        ShareCredit credit = SampleShares.paid(big, SampleShares.POT, ALICE);
        commit(new CreditBatch(journal, 1, List.of(credit)));
        awaitRates(ALICE);
        assertThat((Long) store.caller().read(Call.of("TTL", store.keys().rate(ALICE.text()))))
                .isPositive();
        assertThat(store.caller().read(Call.of("ZCARD", store.keys().rates()))).isEqualTo(1L);
    }

    @Test
    void workIsWrittenAfterAPauseOrWhenItIsMuch() {
        AtomicLong nanos = new AtomicLong();
        Rates rates = new Rates(store.keys(), () -> NOW, nanos::get);
        Crowd crowd = new Crowd(40_000);
        CreditBatch few = crowd.next(1000, 100, NOW);
        List<ShareFate> credited = Collections.nCopies(1000, ShareFate.CREDITED);
        rates.add(few, credited);
        assertThat(rates.due()).isEmpty();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(rates.due()).hasSize(2);
        assertThat(rates.due()).isEmpty();
        for (int batch = 0; batch < 66; batch++) {
            rates.add(crowd.next(1000, 100, NOW), credited);
        }
        assertThat(rates.due()).hasSize(8);
        assertThat(rates.due()).hasSize(8);
        assertThat(rates.all()).hasSizeGreaterThan(80);
        assertThat(rates.all()).isEmpty();
    }

    @Test
    void workFromBeforeWhatIsShownIsLeftOut() {
        Rates rates = new Rates(store.keys(), () -> NOW.plus(Duration.ofHours(5)), System::nanoTime);
        rates.add(new Crowd(10).next(10, 100, NOW), Collections.nCopies(10, ShareFate.CREDITED));
        assertThat(rates.all()).isEmpty();
    }
}
