package io.potpool.sqlite;

import static io.potpool.sqlite.Stores.await;
import static io.potpool.sqlite.Stores.send;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Wei;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.testkit.contract.SampleShares;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {

    private static final Wei TOO_LARGE = Wei.parse("200000000000000000000000000000000000000");

    @TempDir
    Path dir;

    private final JournalId journal = JournalId.random();

    @Test
    void changeWaitsForAnotherProcessThatHoldsTheDatabase() throws Exception {
        SqliteSettings settings = Stores.settings(dir);
        try (SqliteStore store = SqliteStore.open(settings);
                Connection other = Stores.stranger(dir)) {
            Database.execute(other, "BEGIN IMMEDIATE");
            var stage = send(store, journal, 1, ALICE, 100, 3).toCompletableFuture();
            awaitFault(settings, "busy");
            assertThat(stage).isNotDone();
            Database.execute(other, "ROLLBACK");
            assertThat(await(stage)).containsOnly(ShareFate.CREDITED);
        }
    }

    @Test
    void changeFailsWhenPatienceEndsAndTheWriterGoesOn() throws Exception {
        SqliteSettings settings = Stores.settings(dir).withPatience(Duration.ZERO);
        try (SqliteStore store = SqliteStore.open(settings);
                Connection other = Stores.stranger(dir)) {
            Database.execute(other, "BEGIN IMMEDIATE");
            assertThatThrownBy(() -> await(send(store, journal, 1, ALICE, 100, 3)))
                    .hasCauseInstanceOf(StoreException.class);
            Database.execute(other, "ROLLBACK");
            assertThat(await(send(store, journal, 1, ALICE, 100, 3))).containsOnly(ShareFate.CREDITED);
        }
        assertThat(Stores.soundAudit(dir).totals().shares()).isEqualTo(3);
    }

    @Test
    void fullDiskFailsTheChangeAndTheWriterGoesOn() throws Exception {
        SqliteSettings settings = Stores.settings(dir);
        try (SqliteStore store = SqliteStore.open(settings)) {
            await(send(store, journal, 1, ALICE, 100, 3));
            limitPages(store, 1);
            CreditBatch large = SampleShares.batch(journal, 2, ALICE, 100, 100_000, 4000);
            assertThatThrownBy(() -> await(store.shares().commit(large)))
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("full");
            assertThat(settings.metrics().snapshot()).containsEntry("store.fault{commit}", 1L);
            assertThat(Stores.soundAudit(dir).totals().shares()).isEqualTo(3);
            limitPages(store, 1_000_000);
            assertThat(await(store.shares().commit(large))).containsOnly(ShareFate.CREDITED);
        }
        assertThat(Stores.soundAudit(dir).totals().shares()).isEqualTo(4003);
    }

    /** A limit below the size in use means: not one page more. */
    private static void limitPages(SqliteStore store, int pages) throws Exception {
        await(store.writer().<Void>submit(Lane.VITAL, 1, (session, answer) -> {
            Database.execute(session.connection(), "PRAGMA max_page_count = " + pages);
            return () -> answer.complete(null);
        }));
    }

    @Test
    void changeThatCannotBeWrittenDoesNotFailItsNeighbours() throws Exception {
        CreditBatch poison =
                new CreditBatch(JournalId.random(), 1, List.of(SampleShares.worth(TOO_LARGE, ALICE, 100, 1)));
        try (SqliteStore store = Stores.open(dir)) {
            CountDownLatch held = hold(store);
            var before = send(store, journal, 1, ALICE, 100, 2).toCompletableFuture();
            var bad = store.shares().commit(poison).toCompletableFuture();
            var after = send(store, journal, 2, ALICE, 100, 2).toCompletableFuture();
            held.countDown();
            assertThat(await(before)).containsOnly(ShareFate.CREDITED);
            assertThatThrownBy(() -> await(bad)).hasMessageContaining("does not fit");
            assertThat(await(after)).containsOnly(ShareFate.CREDITED);
        }
        assertThat(Stores.soundAudit(dir).totals().shares()).isEqualTo(4);
    }

    @Test
    void changeBeyondTheQueuesBoundFailsAtOnceAndSolutionsStillPass() throws Exception {
        try (SqliteStore store = Stores.open(dir)) {
            CountDownLatch held = hold(store);
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (int i = 1; i <= CommandQueue.BOUND; i++) {
                sent.add(send(store, journal, i, ALICE, 100, 1).toCompletableFuture());
            }
            var refused =
                    send(store, journal, CommandQueue.BOUND + 1, ALICE, 100, 1).toCompletableFuture();
            assertThat(refused).isCompletedExceptionally();
            List<String> order = new ArrayList<>();
            var first = sent.get(0).thenRun(() -> order.add("share"));
            var urgent = store.heights()
                    .announce(SampleShares.INSTANCE, 5, Long.MAX_VALUE)
                    .thenRun(() -> order.add("height"));
            held.countDown();
            await(urgent);
            await(first);
            assertThat(order).containsExactly("height", "share");
            await(sent.get(CommandQueue.BOUND - 1));
        }
    }

    /** Keeps the writer busy until the latch is counted down. */
    private static CountDownLatch hold(SqliteStore store) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        store.heights().announce(SampleShares.INSTANCE, 1, Long.MAX_VALUE).thenRun(() -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        begun.await();
        return release;
    }

    private static void awaitFault(SqliteSettings settings, String kind) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> settings.metrics().snapshot().containsKey("store.fault{" + kind + "}"));
    }
}
