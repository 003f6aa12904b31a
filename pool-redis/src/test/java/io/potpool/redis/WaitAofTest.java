package io.potpool.redis;

import static io.potpool.testkit.contract.SampleShares.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.spi.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for the append-only files of a real master and its replica, on a server that has {@code WAITAOF}. */
class WaitAofTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RedisWaiting HERE = new RedisWaiting(0, true, Duration.ofMillis(900));
    private static final RedisWaiting THERE_TOO = new RedisWaiting(1, true, Duration.ofMillis(900));

    private final JournalId journal = JournalId.random();
    private final String prefix = Stores.freshPrefix();
    private final Metrics metrics = new Metrics();
    private final RedisProcess master = RedisProcess.start(Binaries.valkey(), "--repl-diskless-sync-delay", "0");
    private final RedisProcess replica =
            RedisProcess.start(Binaries.valkey(), "--replicaof", "127.0.0.1", "" + master.port());

    @AfterEach
    void end() {
        replica.close();
        master.close();
    }

    private RedisStore open(RedisWaiting waiting) {
        return RedisStore.open(
                Stores.settings(Stores.to(master).withWaiting(waiting), prefix).withMetrics(metrics));
    }

    private CompletionStage<List<ShareFate>> send(RedisStore store, long sequence) {
        return Stores.send(store, journal, sequence, ALICE, 100, 2);
    }

    private static void assertNotDurable(CompletionStage<List<ShareFate>> answer, String reason) {
        assertThat(answer)
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StoreException.class)
                .withMessageContaining("not as durable as asked for")
                .withMessageContaining(reason);
    }

    /** Sends a batch until it is confirmed, as the pool does. */
    private void confirm(RedisStore store, long sequence) {
        Awaitility.await("batch " + sequence + " is confirmed")
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .ignoreException(ExecutionException.class)
                .untilAsserted(() -> assertThat(Stores.await(send(store, sequence)))
                        .containsOnly(ShareFate.CREDITED)
                        .hasSize(2));
    }

    /** Returns how often the server was asked to wait for the disk. */
    private long waited() throws IOException {
        Matcher calls = Pattern.compile("cmdstat_waitaof:calls=(\\d+)").matcher(master.command("INFO commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    private long faults() {
        return metrics.snapshot().getOrDefault("store.fault{wait}", 0L);
    }

    @Test
    void everyBatchWaitsUntilMasterAndReplicaHaveItOnDisk() throws IOException {
        try (RedisStore store = open(THERE_TOO)) {
            confirm(store, 1);
            long before = waited();
            for (long sequence = 2; sequence <= 6; sequence++) {
                confirm(store, sequence);
            }
            assertThat(waited()).isGreaterThanOrEqualTo(before + 5);
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(12);
        }
    }

    /** A replica that is asked too early answers a second later: then each of these would fail at first. */
    @Test
    void aReplicaIsAskedWhenItCanHaveTheChanges() {
        try (RedisStore store = open(THERE_TOO)) {
            confirm(store, 1);
            long before = faults();
            for (long sequence = 2; sequence <= 11; sequence++) {
                confirm(store, sequence);
            }
            assertThat(faults() - before).isLessThan(5);
        }
    }

    @Test
    void whatWasConfirmedIsOnTheReplicaWhenTheMasterIsGone() throws IOException {
        try (RedisStore store = open(THERE_TOO)) {
            confirm(store, 1);
            confirm(store, 2);
        }
        master.kill();
        replica.kill();
        replica.restart();
        replica.command("REPLICAOF NO ONE");
        try (RedisStore store = RedisStore.open(Stores.settings(Stores.to(replica), prefix))) {
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(4);
        }
    }

    @Test
    void aReplicaThatStandsStillFailsTheWaitVisiblyAndNothingIsCreditedTwice() throws Exception {
        try (RedisStore store = open(THERE_TOO)) {
            confirm(store, 1);
            long before = faults();
            replica.signal("STOP");
            assertNotDurable(send(store, 2), "only [1, 0]");
            assertThat(faults()).isEqualTo(before + 1);
            assertNotDurable(send(store, 2), "only [1, 0]");
            replica.signal("CONT");
            confirm(store, 2);
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(4);
        }
    }

    @Test
    void aReplicaWithoutAnAppendOnlyFileDoesNotCount() throws IOException {
        try (RedisStore store = open(THERE_TOO);
                RedisStore alone = open(HERE)) {
            confirm(store, 1);
            replica.command("CONFIG SET appendonly no");
            assertNotDurable(send(store, 2), "only [1, 0]");
            confirm(alone, 2);
        }
    }

    @Test
    void withoutReplicasTheMastersOwnDiskIsWaitedFor() throws Exception {
        try (RedisStore store = open(HERE)) {
            replica.signal("STOP");
            confirm(store, 1);
            assertThat(waited()).isPositive();
            master.command("CONFIG SET appendfsync no");
            assertNotDurable(send(store, 2), "only [0,");
            master.command("CONFIG SET appendfsync always");
            confirm(store, 2);
            assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(4);
        }
    }

    @Test
    void aMasterWithoutAnAppendOnlyFileConfirmsNothingAndSaysWhy() throws IOException {
        try (RedisStore store = open(HERE)) {
            master.command("CONFIG SET appendonly no");
            assertNotDurable(send(store, 1), "appendonly is disabled");
        }
    }

    private List<String> warnings() {
        return RedisDurability.check(Stores.to(master).withWaiting(THERE_TOO), prefix)
                .warnings();
    }

    @Test
    void theStartSaysWhatWaitingForTheDiskMeansOnThisServer() throws IOException {
        Awaitility.await("the replica follows")
                .atMost(PATIENCE)
                .until(() -> master.command("INFO replication").contains("state=online"));
        RedisDurability found = RedisDurability.check(Stores.to(master).withWaiting(THERE_TOO), prefix);
        assertThat(found.facts())
                .anyMatch(fact -> fact.matches("Valkey \\d+\\.\\d+\\.\\d+, compatible with Redis 7\\..*"))
                .contains("changes wait until it and replicas have written them to disk");
        assertThat(warnings()).isEmpty();
        master.command("CONFIG SET appendfsync everysec");
        assertThat(warnings()).singleElement().asString().contains("about a second", "waits for 900 ms");
        master.command("CONFIG SET appendfsync no");
        assertThat(warnings()).singleElement().asString().contains("never says", "nothing is confirmed");
        master.command("CONFIG SET appendonly no");
        assertThat(warnings())
                .hasSize(2)
                .anyMatch(line -> line.contains("nothing is confirmed until appendonly is yes"));
    }
}
