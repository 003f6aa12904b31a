package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A failover while batches are on their way. */
class FailoverTest {

    private static final long BATCHES = 300L;
    private static final int SHARES = 20;
    private static final long KILL_AT = 100;

    private final JournalId journal = JournalId.random();
    private long refusals;

    @Test
    void everyConfirmedBatchIsCreditedOnceOverAFailover() throws Exception {
        try (SentinelServers servers = new SentinelServers(Binaries.any())) {
            RedisSettings alone = Stores.settings(servers.connection(), Stores.freshPrefix());
            RedisConnection waiting =
                    servers.connection().withWaiting(new RedisWaiting(1, false, Duration.ofMillis(500)));
            try (RedisStore store = RedisStore.open(Stores.settings(waiting, alone.prefix()))) {
                commitAll(store, 1, KILL_AT - 1);
            }
            servers.first().kill();
            servers.awaitPromotion();
            try (RedisStore store = RedisStore.open(alone)) {
                assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo((KILL_AT - 1) * SHARES);
                commitAll(store, 1, BATCHES);
                assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(BATCHES * SHARES);
            }
        }
    }

    @Test
    void aStoreGoesOverToTheNewMasterByItself() throws Exception {
        try (SentinelServers servers = new SentinelServers(Binaries.any())) {
            String prefix = Stores.freshPrefix();
            RedisConnection waiting =
                    servers.connection().withWaiting(new RedisWaiting(1, false, Duration.ofMillis(500)));
            try (RedisStore store = RedisStore.open(Stores.settings(servers.connection(), prefix));
                    RedisStore certain = RedisStore.open(Stores.settings(waiting, prefix))) {
                commitAll(store, 1, KILL_AT - 1);
                // the replica has all before the master dies: what is shown is the way over, not a loss
                commitAll(certain, KILL_AT, KILL_AT);
                servers.first().kill();
                commitAll(store, KILL_AT + 1, BATCHES);
                assertThat(refusals).isPositive();
                assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(BATCHES * SHARES);
            }
        }
    }

    @Test
    void withoutTheReplicasItWaitsForNothingIsConfirmed() throws Exception {
        RedisConnection connection =
                Stores.to(Stores.shared(Binaries.any())).withWaiting(new RedisWaiting(1, false, Duration.ofMillis(50)));
        try (RedisStore store = RedisStore.open(Stores.settings(connection, Stores.freshPrefix()))) {
            for (int tries = 0; tries < 3; tries++) {
                assertThat(Stores.send(store, journal, 1, SampleShares.ALICE, 100, 1))
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableOfType(ExecutionException.class)
                        .withCauseInstanceOf(StoreException.class)
                        .withMessageContaining("not as durable as asked for");
            }
        }
    }

    @Test
    void scriptsThatTheServerHasForgottenRunAlsoWhileReplicasAreAway() throws Exception {
        RedisConnection plain = Stores.to(Stores.shared(Binaries.any()));
        String prefix = Stores.freshPrefix();
        try (RedisStore store = RedisStore.open(
                        Stores.settings(plain.withWaiting(new RedisWaiting(1, false, Duration.ofMillis(50))), prefix));
                RedisStore other = RedisStore.open(Stores.settings(plain, prefix))) {
            store.caller().read(Call.of("SCRIPT", "FLUSH"));
            assertThat(Stores.send(store, journal, 1, SampleShares.ALICE, 100, SHARES))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("not as durable as asked for");
            assertThat(Stores.soundAudit(other).totals().shares()).isEqualTo(SHARES);
        }
    }

    private void commitAll(RedisStore store, long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            assertThat(commit(store, sequence)).containsOnly(ShareFate.CREDITED);
        }
    }

    /** Sends a batch until its fate is known, as the pool does. */
    private List<ShareFate> commit(RedisStore store, long sequence) {
        return Awaitility.await("batch " + sequence)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .pollDelay(Duration.ZERO)
                .until(() -> attempt(store, sequence), fates -> !fates.isEmpty());
    }

    private List<ShareFate> attempt(RedisStore store, long sequence) throws Exception {
        try {
            return Stores.await(Stores.send(store, journal, sequence, SampleShares.ALICE, 100, SHARES));
        } catch (ExecutionException failure) {
            assertThat(failure).hasCauseInstanceOf(StoreException.class);
            refusals++;
            return List.of();
        }
    }
}
