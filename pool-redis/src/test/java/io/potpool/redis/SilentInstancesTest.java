package io.potpool.redis;

import static io.potpool.redis.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.ForgottenInstanceException;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.JournalId;
import io.potpool.spi.RemovalCause;
import io.potpool.spi.StoreException;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.testkit.contract.SampleShares;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances on one store, of which one says nothing any more. */
class SilentInstancesTest {

    private static final JournalId A = new JournalId(0xa, 1);
    private static final JournalId B = new JournalId(0xb, 2);
    private static final Duration SILENCE = Duration.ofMillis(1500);
    private static final ExtranonceSpace ONE_BYTE = new ExtranonceSpace(7, 7);

    private final RedisSettings settings = Stores.settings(
                    Stores.to(Stores.shared(Binaries.any())), Stores.freshPrefix())
            .withSilence(SILENCE);
    private final RedisStore store = RedisStore.open(settings);

    private Instant registered = Instant.EPOCH;

    @BeforeEach
    void register() throws Exception {
        await(store.instances().register(new Instance(A, "a", "1", SampleShares.AT)));
        registered = await(store.instances().register(new Instance(B, "b", "1", SampleShares.AT)))
                .at();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Agreement confirm(JournalId id, long seen) throws Exception {
        Instant now = await(store.heights().announce(id, -1, Long.MAX_VALUE)).at();
        return await(store.instances().confirm(new Confirmation(id, 0, seen, -1, 90, now, InstanceState.NONE)));
    }

    /** The second instance is heard of once more, with the time of the store that it was told when it registered. */
    private RemovalCause whyTheSecondIsRefused() {
        return store.instances()
                .confirm(new Confirmation(B, 0, 0, -1, 90, registered, InstanceState.NONE))
                .handle((agreement, failure) -> failure)
                .thenApply(failure -> failure instanceof CompletionException ? failure.getCause() : failure)
                .thenApply(failure -> ((ForgottenInstanceException) failure).why())
                .toCompletableFuture()
                .join();
    }

    private CompletableFuture<TermsRecord> append(JournalId by) {
        TermsChange lease = new TermsChange.Lease(new NoncePrefix(3, 1), SampleShares.ALICE, LeaseTerms.DEFAULT);
        return store.terms().append(by, lease, () -> -1).toCompletableFuture();
    }

    @Test
    void whoIsSilentForTooLongIsGoneAndWhatItHeldUpSettles() throws Exception {
        await(store.heights().announce(B, 80, 0));
        await(store.instances().takeFirstByte(B, ONE_BYTE, Set.of()));
        CompletableFuture<TermsRecord> appended = append(A);
        Agreement last = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> confirm(A, 1), agreement -> !agreement.gone().isEmpty());
        assertThat(last.gone()).containsExactly(B);
        assertThat(await(appended).fromHeight()).isEqualTo(81);
        assertThat(store.instances().all())
                .singleElement()
                .satisfies(view -> assertThat(view.instance().id()).isEqualTo(A));
        assertThat(whyTheSecondIsRefused()).isEqualTo(RemovalCause.SILENT);
        assertThat(await(store.instances().takeFirstByte(A, ONE_BYTE, Set.of())))
                .hasValue(7);
    }

    @Test
    void whoIsForgottenIsGoneAtOnceAndItsBatchesAreStillTaken() throws Exception {
        await(Stores.send(store, B, 1, SampleShares.BOB, 100, 2));
        await(store.forget(B));
        assertThat(confirm(A, 0).gone()).containsExactly(B);
        assertThat(whyTheSecondIsRefused()).isEqualTo(RemovalCause.FORGOTTEN);
        await(Stores.send(store, B, 2, SampleShares.BOB, 100, 2));
        assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(4);
    }

    @Test
    void aStoreThatWasEmptiedHasLostItsInstances() {
        List<Object> all = new ArrayList<>(store.keys().agreement());
        store.caller().read(Call.of("DEL", all.toArray()));
        assertThat(whyTheSecondIsRefused()).isEqualTo(RemovalCause.STORE_LOST);
    }

    @Test
    void nobodyWasSilentWhileTheStoreItselfWasAway() throws Exception {
        confirm(A, 0);
        confirm(B, 0);
        // as the store finds it after an hour: the last confirmation that it took is an hour old, of everybody
        long hour = Duration.ofHours(1).toMillis();
        Keys keys = store.keys();
        store.caller().read(Call.of("HINCRBY", keys.state(), "now", -hour));
        for (JournalId id : new JournalId[] {A, B}) {
            String[] numbers = Replies.text(store.caller().read(Call.of("HGET", keys.instances(), id)))
                    .split(" ");
            numbers[5] = Long.toString(Long.parseLong(numbers[5]) - hour);
            store.caller().read(Call.of("HSET", keys.instances(), id, String.join(" ", numbers)));
        }
        assertThat(confirm(A, 0).gone()).isEmpty();
        assertThat(store.instances().all()).hasSize(2);
    }

    @Test
    void aConfirmationFromAClockThatIsAheadCountsForNothing() throws Exception {
        CompletableFuture<TermsRecord> appended = append(A);
        confirm(A, 1);
        Instant ahead = confirm(B, 0).at().plus(InstanceStore.FRESH.multipliedBy(100));
        await(store.instances().confirm(new Confirmation(B, 0, 1, -1, 90, ahead, InstanceState.NONE)));
        confirm(A, 1);
        assertThat(appended).isNotDone();
        confirm(B, 1);
        confirm(A, 1);
        assertThat(await(appended).sequence()).isEqualTo(1);
    }

    /** What a failover to a copy that was behind does to the log: the last record is gone, and its number free. */
    private void loseLastRecord(long sequence) {
        Keys keys = store.keys();
        store.caller().read(Call.of("HDEL", keys.agreement().get(2), sequence));
        store.caller().read(Call.of("HDEL", keys.terms(), sequence));
        store.caller().read(Call.of("HSET", keys.state(), "sequence", sequence - 1, "settled", sequence - 1));
    }

    @Test
    void aLostRecordFailsAndItsSequenceIsNeverGivenToAnother() throws Exception {
        CompletableFuture<TermsRecord> lost = append(A);
        confirm(A, 1);
        assertThat(lost).isNotDone();
        loseLastRecord(1);
        CompletableFuture<TermsRecord> next = append(B);
        for (int round = 0; round < 2; round++) {
            confirm(A, 2);
            confirm(B, 2);
        }
        assertThat(await(next)).returns(2L, TermsRecord::sequence).returns(B, TermsRecord::by);
        assertThatThrownBy(() -> await(lost))
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("lost record 1");
        assertThat(store.terms().load(0)).extracting(TermsRecord::sequence).containsExactly(2L);
    }

    @Test
    void aHoleAmongThePendingRecordsHidesNoOther() throws Exception {
        append(A);
        append(A);
        append(A);
        assertThat(confirm(A, 0).pending()).extracting(TermsRecord::sequence).containsExactly(1L, 2L, 3L);
        store.caller().read(Call.of("HDEL", store.keys().agreement().get(2), 2));
        assertThat(confirm(A, 0).pending()).extracting(TermsRecord::sequence).containsExactly(1L, 3L);
    }

    @Test
    void anotherProcessThatWasToldOfALostRecordKeepsItsSequenceFree() throws Exception {
        try (RedisStore other = RedisStore.open(settings)) {
            CompletableFuture<TermsRecord> lost = append(A);
            // behind the record, on the same connection
            await(store.heights().announce(A, -1, 0));
            await(other.heights().announce(B, -1, 0));
            loseLastRecord(1);
            TermsChange end = new TermsChange.End(new NoncePrefix(3, 2));
            CompletableFuture<TermsRecord> next =
                    other.terms().append(B, end, () -> -1).toCompletableFuture();
            Instant now = await(other.heights().announce(B, -1, 0)).at();
            confirm(A, 2);
            await(other.instances().confirm(new Confirmation(B, 0, 2, -1, 90, now, InstanceState.NONE)));
            confirm(A, 2);
            assertThat(await(next).sequence()).isEqualTo(2);
            assertThatThrownBy(() -> await(lost)).hasCauseInstanceOf(StoreException.class);
        }
    }

    @Test
    void whatWaitsToSettleFailsWhenTheStoreIsClosed() {
        CompletableFuture<TermsRecord> appended = append(A);
        store.close();
        assertThat(appended).isCompletedExceptionally();
    }
}
