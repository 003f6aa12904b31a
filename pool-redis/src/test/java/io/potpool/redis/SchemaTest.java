package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
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
