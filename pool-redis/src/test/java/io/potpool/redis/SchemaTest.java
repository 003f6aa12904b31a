package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
