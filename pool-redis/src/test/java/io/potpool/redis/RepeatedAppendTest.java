package io.potpool.redis;

import static io.potpool.redis.Stores.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.JournalId;
import io.potpool.spi.StoreException;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.testkit.contract.SampleShares;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A store that asks for a replica where there is none: what it writes is there, and is never confirmed. */
class RepeatedAppendTest {

    private static final JournalId A = new JournalId(0xa, 1);

    private final RedisConnection connection = Stores.to(Stores.shared(Binaries.any()));
    private final String prefix = Stores.freshPrefix();

    private static CompletionStage<TermsRecord> append(RedisStore store, long prefix) {
        TermsChange lease = new TermsChange.Lease(new NoncePrefix(3, prefix), SampleShares.ALICE, LeaseTerms.DEFAULT);
        return store.terms().append(A, lease, () -> -1);
    }

    @Test
    void aRepeatOfARecordWhoseAnswerWasLostIsTheSameRecord() throws Exception {
        try (RedisStore plain = RedisStore.open(Stores.settings(connection, prefix))) {
            // so that the server knows the script
            assertThat(await(append(plain, 9)).sequence()).isEqualTo(1);
        }
        RedisWaiting one = new RedisWaiting(1, false, Duration.ofMillis(20));
        try (RedisStore store = RedisStore.open(Stores.settings(connection.withWaiting(one), prefix))) {
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThatThrownBy(() -> await(append(store, 1))).hasRootCauseInstanceOf(StoreException.class);
            }
            assertThatThrownBy(() -> await(append(store, 2))).hasRootCauseInstanceOf(StoreException.class);
            assertThatThrownBy(() -> await(append(store, 1))).hasRootCauseInstanceOf(StoreException.class);
            assertThat(store.terms().load(0)).extracting(TermsRecord::sequence).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void aRepeatWhoseRecordHasMadeRoomForALostOneIsAnotherRecord() throws Exception {
        RedisWaiting one = new RedisWaiting(1, false, Duration.ofMillis(20));
        try (RedisStore plain = RedisStore.open(Stores.settings(connection, prefix));
                RedisStore store = RedisStore.open(Stores.settings(connection.withWaiting(one), prefix))) {
            await(append(plain, 9));
            assertThatThrownBy(() -> await(append(store, 1))).hasRootCauseInstanceOf(StoreException.class);
            TermsRecord others =
                    new TermsRecord(2, new JournalId(0xb, 2), 5, new TermsChange.End(new NoncePrefix(3, 7)));
            store.caller().read(Call.of("HSET", store.keys().terms(), 2, TermsText.bytes(others)));
            assertThatThrownBy(() -> await(append(store, 1))).hasRootCauseInstanceOf(StoreException.class);
            assertThat(store.terms().load(0))
                    .filteredOn(entry -> entry.by().equals(A))
                    .extracting(TermsRecord::sequence)
                    .containsExactly(1L, 3L);
        }
    }

    /** A lease whose difficulty goes back to what a lost answer was about: what holds is the last record of its prefix. */
    @Test
    void whatWasAskedForBeforeAnotherChangeOfTheSameLeaseIsRecordedAnew() throws Exception {
        RedisWaiting one = new RedisWaiting(1, false, Duration.ofMillis(20));
        try (RedisStore plain = RedisStore.open(Stores.settings(connection, prefix));
                RedisStore store = RedisStore.open(Stores.settings(connection.withWaiting(one), prefix))) {
            await(append(plain, 9));
            TermsChange end = new TermsChange.End(new NoncePrefix(3, 1));
            assertThatThrownBy(() -> await(append(store, 1))).hasRootCauseInstanceOf(StoreException.class);
            assertThatThrownBy(() -> await(store.terms().append(A, end, () -> -1)))
                    .hasRootCauseInstanceOf(StoreException.class);
            assertThatThrownBy(() -> await(append(store, 1))).hasRootCauseInstanceOf(StoreException.class);
            List<TermsRecord> log = store.terms().load(0);
            assertThat(log.get(log.size() - 1).sequence()).isEqualTo(4);
            assertThat(log.get(log.size() - 1).change()).isInstanceOf(TermsChange.Lease.class);
        }
    }

    @Test
    void theSameChangeAfterOneThatWasAnsweredIsAnotherRecord() throws Exception {
        try (RedisStore store = RedisStore.open(Stores.settings(connection, prefix))) {
            assertThat(await(append(store, 1)).sequence()).isEqualTo(1);
            assertThat(await(append(store, 1)).sequence()).isEqualTo(2);
        }
        try (RedisStore again = RedisStore.open(Stores.settings(connection, prefix))) {
            assertThat(await(append(again, 1)).sequence()).isEqualTo(3);
        }
    }
}
