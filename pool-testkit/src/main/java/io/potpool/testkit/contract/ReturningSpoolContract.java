package io.potpool.testkit.contract;

import static io.potpool.testkit.contract.PoolStoreContract.await;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.Confirmation;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.PrunedSharesException;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a store that forgets old shares must do with the spool of an instance that was removed and comes back later than all
 * others remember: no share is paid twice, and none is lost without a word.
 */
public abstract class ReturningSpoolContract {

    private static final JournalId AWAY = new JournalId(0xa, 1);
    private static final JournalId STAYS = new JournalId(0xb, 2);
    private static final long THEN = 100;
    private static final JournalId NEXT = new JournalId(4, 4);
    private static final long NOW = 90_000;
    private static final NoncePrefix PREFIX = NoncePrefix.parse("00ab01");

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    private Instant now = SampleShares.AT.plus(Duration.ofDays(60)).isAfter(Instant.now())
            ? SampleShares.AT.plus(Duration.ofDays(60))
            : Instant.now();

    /** Opens the store whose data lie in, or are named by, this directory; it tells by this clock which shares are old. */
    protected abstract PoolStore open(Path dir, InstantSource clock);

    /** Does at once what the store does now and then: forgets what is old. */
    protected abstract void tidy(PoolStore store);

    /** Takes an instance that has not ended off the register; nothing to do where the next one takes its place. */
    protected abstract void forget(PoolStore store, JournalId id);

    private interface Rule {
        void holds(PoolStore store);
    }

    /** One instance is removed with shares of old heights in its spool, some of which the other has stored too. */
    private void withOneAway(Rule rule) {
        try (PoolStore store = open(dir, () -> now)) {
            register(store, AWAY, THEN);
            await(append(store, new TermsChange.Lease(PREFIX, ALICE, LeaseTerms.DEFAULT)));
            await(store.heights().announce(AWAY, THEN, Long.MAX_VALUE));
            assertThat(await(store.shares().commit(batch(STAYS, 1, 1, 3)))).containsOnly(ShareFate.CREDITED);
            forget(store, AWAY);
            register(store, STAYS, NOW);
            await(append(store, new TermsChange.End(PREFIX)));
            await(store.heights().announce(STAYS, NOW, Long.MAX_VALUE));
            confirm(store, STAYS, NOW);
            await(store.heights().announce(STAYS, NOW + 1, Long.MAX_VALUE));
            rule.holds(store);
        }
    }

    private static void register(PoolStore store, JournalId id, long lowest) {
        await(store.instances().register(new Instance(id, id.toString(), "1.0", SampleShares.AT)));
        confirm(store, id, lowest);
    }

    private static void confirm(PoolStore store, JournalId id, long lowest) {
        Instant at = await(store.heights().announce(id, -1, Long.MAX_VALUE)).at();
        await(store.instances().confirm(new Confirmation(id, 0, 9, -1, lowest, at, InstanceState.NONE)));
    }

    private static CompletionStage<TermsRecord> append(PoolStore store, TermsChange change) {
        return store.terms().append(change instanceof TermsChange.End ? STAYS : AWAY, change, () -> -1);
    }

    /** Shares of one header, by their nonces. */
    private static CreditBatch batch(JournalId journal, long sequence, int from, int count) {
        return SampleShares.batch(journal, sequence, ALICE, THEN, from, count);
    }

    private static long paid(PoolStore store) {
        var report = store.audit().run(SampleShares.schemes());
        assertThat(report.faults()).isEmpty();
        return report.totals().shares();
    }

    private void later(PoolStore store, Duration time) {
        now = now.plus(time);
        tidy(store);
    }

    @Test
    public void aShareIsPaidOnceAlsoIfItsSpoolComesBackWeeksLater() {
        withOneAway(store -> {
            later(store, Duration.ofHours(7));
            later(store, InstanceStore.ABSENT.minusDays(1));
            assertThat(await(store.shares().commit(batch(AWAY, 1, 3, 2))))
                    .containsExactly(ShareFate.LATE_DUPLICATE, ShareFate.CREDITED);
            assertThat(paid(store)).isEqualTo(4);
        });
    }

    @Test
    public void aHeaderThatNobodyElseSentSharesOfIsPaidWeeksLater() {
        withOneAway(store -> {
            later(store, Duration.ofDays(2));
            CreditBatch other = SampleShares.batch(AWAY, 1, ALICE, THEN - 5, 1, 2);
            assertThat(await(store.shares().commit(other))).containsOnly(ShareFate.CREDITED);
            assertThat(paid(store)).isEqualTo(5);
        });
    }

    @Test
    public void termsOfTheHeightsOfAnAbsentInstanceAreKept() {
        withOneAway(store -> {
            later(store, Duration.ofDays(2));
            assertThat(store.terms().load(THEN))
                    .extracting(TermsRecord::change)
                    .contains(new TermsChange.Lease(PREFIX, ALICE, LeaseTerms.DEFAULT));
        });
    }

    @Test
    public void aSpoolThatComesBackLaterThanThatIsRefusedByNameAndNotPaid() {
        withOneAway(store -> {
            later(store, InstanceStore.ABSENT.plusDays(1));
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> await(store.shares().commit(batch(AWAY, 1, 3, 2))))
                        .hasRootCauseInstanceOf(PrunedSharesException.class)
                        .hasStackTraceContaining("batch 1 of journal " + AWAY)
                        .hasStackTraceContaining("potpool admit " + AWAY);
            }
            assertThat(paid(store)).isEqualTo(3);
        });
    }

    @Test
    public void aRefusedBatchIsPaidOnceItsJournalIsAdmitted() {
        withOneAway(store -> {
            later(store, InstanceStore.ABSENT.plusDays(1));
            await(store.shares().admit(AWAY));
            assertThat(await(store.shares().commit(batch(AWAY, 1, 3, 2)))).containsOnly(ShareFate.CREDITED);
            assertThat(paid(store)).isEqualTo(5);
            assertThatThrownBy(() -> await(store.shares().commit(batch(new JournalId(3, 3), 1, 3, 2))))
                    .hasRootCauseInstanceOf(PrunedSharesException.class);
        });
    }

    @Test
    public void aBatchThatIsAppliedAlreadyIsAnsweredHoweverOldItIs() {
        withOneAway(store -> {
            later(store, InstanceStore.ABSENT.plusDays(1));
            assertThat(await(store.shares().commit(batch(STAYS, 1, 1, 3)))).hasSize(3);
            assertThat(paid(store)).isEqualTo(3);
        });
    }

    @Test
    public void sharesOfNowAreTakenAtWhateverHeight() {
        withOneAway(store -> {
            later(store, InstanceStore.ABSENT.plusDays(1));
            ShareCredit old = SampleShares.share(ALICE, THEN + 1, 1);
            ShareCredit fresh =
                    new ShareCredit(old.facts(), old.terms(), old.login(), old.worker(), now, old.entries());
            assertThat(await(store.shares().commit(new CreditBatch(STAYS, 2, List.of(fresh)))))
                    .containsOnly(ShareFate.CREDITED);
        });
    }

    /** Its spool's next run says that the earlier one is over as soon as it starts, long before all is drained. */
    @Test
    public void whatTheNextRunStillHoldsIsPaidOnceThoughTheEarlierOneIsOver() {
        withOneAway(store -> {
            later(store, Duration.ofDays(2));
            register(store, NEXT, THEN);
            await(store.instances().retire(AWAY));
            later(store, Duration.ofHours(2));
            assertThat(await(store.shares().commit(batch(AWAY, 1, 3, 2))))
                    .containsExactly(ShareFate.LATE_DUPLICATE, ShareFate.CREDITED);
            assertThat(store.terms().load(THEN))
                    .extracting(TermsRecord::change)
                    .contains(new TermsChange.Lease(PREFIX, ALICE, LeaseTerms.DEFAULT));
            assertThat(paid(store)).isEqualTo(4);
        });
    }

    @Test
    public void nothingIsKeptForAnInstanceOnceItIsKnownToHaveEnded() {
        withOneAway(store -> {
            await(store.instances().retire(AWAY));
            later(store, Duration.ofDays(2));
            assertThat(store.terms().load(THEN)).isEmpty();
            assertThatThrownBy(() -> await(store.shares().commit(batch(AWAY, 1, 3, 2))))
                    .hasRootCauseInstanceOf(PrunedSharesException.class);
        });
    }
}
