package io.potpool.shares;

import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.CHAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import io.potpool.rewards.Ratio;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareCredit;
import io.potpool.spool.FaultyDisk;
import io.potpool.spool.Spool;
import io.potpool.spool.SpoolSettings;
import io.potpool.support.MemoryStore;
import io.potpool.support.SampleCredits;
import io.potpool.support.TestTerms;
import io.potpool.terms.NonceTerms;
import io.potpool.terms.Terms;
import io.potpool.work.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledJournalTest {

    private static final Terms TERMS = TestTerms.pps(10);

    @TempDir
    Path dir;

    private final MemoryStore store = new MemoryStore();
    private final Metrics metrics = new Metrics();
    private final List<Long> told = new CopyOnWriteArrayList<>();
    private final FaultyDisk disk = new FaultyDisk();
    private Spool spool;
    private ShareJournal journal;

    @BeforeEach
    void open() {
        SpoolSettings settings = new SpoolSettings(dir, SpoolSettings.LEAST_BYTES, Duration.ofMinutes(30));
        spool = disk.open(settings, metrics);
        journal = new ShareJournal(
                JournalId.random(), store, Optional.of(spool), metrics, (share, credited) -> told.add(share.nonce()));
        journal.start();
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
        spool.close();
    }

    private boolean offer(long nonce) {
        ShareCredit credit = SampleCredits.share(100, nonce);
        Job job = new Job(
                credit.facts().header(),
                Hash256.ZERO,
                100,
                CHAIN.epochAt(100),
                credit.facts().network().toTarget(),
                credit.facts().network(),
                credit.facts().blockReward(),
                "node",
                true);
        PendingShare share = new PendingShare(
                new Submission(ALICE, "w", job, new Nonce(nonce), Optional.empty(), Optional.empty()),
                new NonceTerms(TERMS.difficulty(), TERMS.difficulty(), TERMS.reward(), Optional.empty(), false, true),
                0,
                Ratio.ONE,
                Instant.EPOCH,
                System.nanoTime(),
                new HeaderNonces(100));
        return journal.offer(credit, share);
    }

    private List<Long> credited() {
        return store.credits().stream()
                .map(credit -> credit.facts().nonce().value())
                .toList();
    }

    @Test
    void aStoreInTimeNeedsNoSpool() {
        offer(1);
        await().until(() -> told.equals(List.of(1L)));

        assertThat(credited()).containsExactly(1L);
        assertThat(metrics.snapshot()).doesNotContainKey("spool.appended");
    }

    @Test
    void aBatchThatTheStoreHasNotConfirmedAfterASecondIsAnsweredFromTheSpoolAndReplayed() {
        store.hold();
        long begun = System.nanoTime();
        offer(1);
        await().until(() -> told.equals(List.of(1L)));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(990), Duration.ofSeconds(8));
        assertThat(credited()).isEmpty();
        assertThat(spool.state().records()).isOne();

        store.release();
        await().until(spool::isEmpty);
        assertThat(credited()).containsExactly(1L);
        assertThat(store.attempts()).containsOnly(1L);
        offer(2);
        await().until(() -> told.equals(List.of(1L, 2L)));
        assertThat(store.attempts()).endsWith(2L);
        assertThat(metrics.snapshot()).containsEntry("spool.appended", 1L).containsEntry("spool.replayed", 1L);
    }

    @Test
    void whileTheSpoolDrainsWhatComesGoesBehindItAndIsAnsweredAtOnce() {
        store.hold();
        offer(1);
        await().until(() -> told.size() == 1);
        for (long nonce = 2; nonce <= 60; nonce++) {
            long before = nonce;
            assertThat(offer(nonce)).isTrue();
            await().pollInterval(Duration.ofMillis(2)).until(() -> told.size() == before);
        }
        assertThat(credited()).isEmpty();

        store.release();
        await().until(spool::isEmpty);
        assertThat(credited()).isSorted().hasSize(60);
        assertThat(store.attempts()).isSorted();
    }

    @Test
    void aStoreThatFailsIsLikeOneThatDoesNotAnswer() {
        store.failNext(1_000_000);
        offer(1);
        await().until(() -> told.equals(List.of(1L)));
        store.failNext(0);
        await().until(spool::isEmpty);

        assertThat(credited()).containsExactly(1L);
    }

    @Test
    void aLostAnswerCreditsOnce() {
        store.loseAnswers(1000);
        offer(1);
        await().until(() -> told.equals(List.of(1L)));
        store.loseAnswers(0);
        await().until(spool::isEmpty);
        offer(2);
        await().until(() -> told.size() == 2);

        assertThat(credited()).containsExactly(1L, 2L);
    }

    @Test
    void pastTheBoundNothingIsTakenAndTheReasonIsCounted() {
        store.hold();
        offer(1);
        await().until(() -> told.size() == 1);
        long nonce = 2;
        while (offer(nonce)) {
            nonce++;
            if (nonce % 100 == 0) {
                long before = nonce - 2;
                await().pollInterval(Duration.ofMillis(2))
                        .until(() -> told.size() >= before
                                || spool.state().refusing().isPresent());
            }
            assertThat(nonce).isLessThan(100_000);
        }
        assertThat(metrics.snapshot().get("spool.refused{bytes}")).isPositive();
        assertThat(metrics.snapshot().get("spool.bytes")).isLessThan(4 * SpoolSettings.LEAST_BYTES);

        store.release();
        long taken = nonce - 1;
        await().until(() -> told.size() == taken && spool.isEmpty());
        assertThat(credited()).doesNotHaveDuplicates().hasSize((int) taken);
        assertThat(offer(nonce)).isTrue();
    }

    @Test
    void withAFullDiskTooNothingMoreIsTakenAndWhatWasTakenIsCreditedByTheStore() {
        store.hold();
        disk.failFromNowOn();
        assertThat(offer(1)).isTrue();
        await().until(() -> spool.state().refusing().isPresent());
        assertThat(offer(2)).isFalse();
        assertThat(told).isEmpty();
        assertThat(metrics.snapshot()).containsEntry("spool.refused{disk}", 1L);

        store.release();
        await().until(() -> told.equals(List.of(1L)));
        assertThat(credited()).containsExactly(1L);
        await().until(() -> offer(3));
        await().until(() -> told.equals(List.of(1L, 3L)));
    }

    @Test
    void aDiskThatIsFullWhileTheSpoolDrainsHoldsUpOnlyWhatItCannotTake() {
        store.hold();
        offer(1);
        await().until(() -> told.size() == 1);
        disk.failFromNowOn();
        assertThat(offer(2)).isTrue();
        await().until(() -> spool.state().refusing().isPresent());
        assertThat(told).containsExactly(1L);
        disk.heal();
        await().until(() -> told.equals(List.of(1L, 2L)));
        assertThat(offer(3)).isTrue();

        store.release();
        await().until(() -> spool.isEmpty() && told.size() == 3);
        assertThat(credited()).containsExactly(1L, 2L, 3L);
    }
}
