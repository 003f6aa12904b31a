package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.HistoryRecord;
import io.potpool.spi.JournalId;
import io.potpool.spi.Posting;
import io.potpool.spi.ShareFate;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private final String prefix = Stores.freshPrefix();
    private final RedisSettings settings = Stores.settings(Stores.to(Stores.shared(Binaries.any())), prefix);

    private void set(String field, Object value) {
        try (RedisStore store = RedisStore.open(settings)) {
            store.caller().read(Call.of("HSET", store.keys().meta(), field, value));
        }
    }

    @Test
    void aStoreThatNeedsANewerProgramIsRefusedWithAClearLine() {
        set("schema", 3);
        set("least", 2);
        assertThatThrownBy(() -> RedisStore.open(settings))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("schema version 3")
                .hasMessageContaining("upgrade this instance");
        assertThatThrownBy(() -> RedisAudit.of(settings).run(SampleShares.schemes()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("schema version 3");
    }

    @Test
    void aStoreThatTheNextVersionHasWrittenForThisOneTooServes() throws Exception {
        set("schema", 2);
        try (RedisStore store = RedisStore.open(settings)) {
            assertThat(Stores.await(Stores.send(store, JournalId.random(), 1, SampleShares.ALICE, 100, 3)))
                    .containsOnly(ShareFate.CREDITED);
        }
        assertThat(RedisAudit.of(settings).run(SampleShares.schemes()).ok()).isTrue();
    }

    @Test
    void anotherChainsStoreIsRefusedNamingBoth() {
        set("schema", 1);
        assertThatThrownBy(() -> RedisStore.open(RedisSettings.of(settings.connection(), prefix, "mordor", 63)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("classic (chain id 61)")
                .hasMessageContaining("mordor (chain id 63)");
    }

    @Test
    void anAuditOfNoStoreSaysSoAndMakesNone() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> RedisAudit.of(settings).run(SampleShares.schemes()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("no pool has run there yet");
        }
    }

    @Test
    void keysOfAnOlderPoolInTheSameDatabaseAreNeverTouched() throws Exception {
        try (RedisStore store = RedisStore.open(settings)) {
            store.caller().read(Call.of("SET", prefix + ":miners:0xab", "theirs"));
            Stores.await(Stores.send(store, JournalId.random(), 1, SampleShares.ALICE, 100, 3));
            assertThat(Replies.text(store.caller().read(Call.of("GET", prefix + ":miners:0xab"))))
                    .isEqualTo("theirs");
        }
    }

    @Test
    void aStoreThatHasLostItsCountersIsRefusedWithWhatPutsThemBack() throws Exception {
        JournalId journal = JournalId.random();
        String repair;
        try (RedisStore store = RedisStore.open(settings)) {
            Stores.await(store.heights().announce(journal, 100, 0));
            for (int sequence = 1; sequence <= 3; sequence++) {
                Stores.await(Stores.send(store, journal, sequence, SampleShares.ALICE, 100, 3));
            }
            store.caller().read(Call.of("DEL", store.keys().meta()));
            assertThatThrownBy(() -> Stores.await(Stores.send(store, journal, 4, SampleShares.ALICE, 100, 3)))
                    .hasStackTraceContaining(
                            "DAMAGED the counts in " + store.keys().meta() + " are lost");
            StoreException refused = catchThrowableOfType(StoreException.class, () -> RedisStore.open(settings));
            assertThat(refused)
                    .hasMessageContaining("has lost its key " + store.keys().meta());
            assertThatThrownBy(() -> RedisAudit.of(settings).run(SampleShares.schemes()))
                    .hasMessageContaining("has lost its key");
            assertThat(new RedisProbe(settings.connection(), prefix).isThere()).isTrue();
            repair = String.valueOf(refused.getMessage()).split("with: HSET ")[1];
            store.caller().read(Call.of("HSET", (Object[]) repair.split(" ")));
        }
        assertThat(repair).contains(" chain classic chainId 61 batches 3 postings 0 history 0 ");
        try (RedisStore store = RedisStore.open(settings)) {
            assertThat(Stores.await(Stores.send(store, journal, 4, SampleShares.ALICE, 200, 3)))
                    .containsOnly(ShareFate.CREDITED);
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(12);
        }
    }

    /** Whatever else runs beside the shares must neither count from 1 again nor make the key look like a store's. */
    @Test
    void nothingIsWrittenOverWhatIsThereWhileTheCountersAreLost() throws Exception {
        JournalId journal = JournalId.random();
        try (RedisStore store = RedisStore.open(settings)) {
            Stores.await(Stores.send(store, journal, 1, SampleShares.ALICE, 100, 3));
            Stores.await(store.ledger().post(posting("first")));
            Stores.await(store.history().add(List.of(event("first"))));
            store.caller().read(Call.of("DEL", store.keys().meta()));

            assertThatThrownBy(() -> Stores.await(store.ledger().post(posting("second"))))
                    .hasStackTraceContaining("see \"a lost meta\"");
            assertThatThrownBy(() -> Stores.await(store.history().add(List.of(event("second")))))
                    .hasStackTraceContaining("see \"a lost meta\"");
            assertThatThrownBy(store::tidy).hasStackTraceContaining("see \"a lost meta\"");
            assertThat(store.caller().read(Call.of("EXISTS", store.keys().meta())))
                    .isEqualTo(0L);

            store.caller().read(Call.of("HSET", store.keys().meta(), "pruned", 0, "prunedHour", 0));
            StoreException refused = catchThrowableOfType(StoreException.class, () -> RedisStore.open(settings));
            assertThat(refused)
                    .hasMessageContaining("has lost its key " + store.keys().meta());
            String repair = String.valueOf(refused.getMessage()).split("with: HSET ")[1];
            store.caller().read(Call.of("HSET", (Object[]) repair.split(" ")));
            Stores.await(store.ledger().post(posting("second")));
            Stores.soundAudit(store);
        }
    }

    /** A pool that ran on it has booked what it misses; whoever starts next must not begin anew before a backup is back. */
    @Test
    void anEmptiedServerOnWhichAPoolWentOnIsRefused() throws Exception {
        JournalId journal = JournalId.random();
        try (RedisStore store = RedisStore.open(settings)) {
            Stores.await(Stores.send(store, journal, 1, SampleShares.ALICE, 100, 3));
            store.caller().read(Call.of("DEL", keysOf(store)));
            assertThatThrownBy(() -> Stores.await(Stores.send(store, journal, 2, SampleShares.ALICE, 100, 3)))
                    .hasStackTraceContaining("the store's mark is 0");
        }
        assertThatThrownBy(() -> RedisStore.open(settings))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("restore it from a backup");
    }

    private static Object[] keysOf(RedisStore store) {
        return Replies.list(store.caller().read(Call.of("KEYS", store.keys().routing() + "*")))
                .toArray();
    }

    private static Posting posting(String id) {
        List<Entry> entries = Entry.transfer(
                new Account("pool:opening"), Account.of(SampleShares.ALICE), Wei.parse("1000000000000000000"));
        return new Posting(id, "opening", SampleShares.AT, "", entries);
    }

    private static HistoryRecord event(String id) {
        return new HistoryRecord(id, "test", SampleShares.AT, Optional.empty(), new TreeMap<>());
    }

    /** As where the count alone went back: the number of the next batch is taken. */
    @Test
    void noBatchIsEverWrittenOverAnother() throws Exception {
        JournalId journal = JournalId.random();
        try (RedisStore store = RedisStore.open(settings)) {
            Stores.await(Stores.send(store, journal, 1, SampleShares.ALICE, 100, 3));
            store.caller().read(Call.of("HSET", store.keys().meta(), "batches", 0));
            assertThatThrownBy(() -> Stores.await(Stores.send(store, journal, 2, SampleShares.ALICE, 100, 3)))
                    .hasStackTraceContaining("DAMAGED the counts in");
        }
    }
}
