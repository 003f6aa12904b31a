package io.potpool.testkit.contract;

import static io.potpool.testkit.contract.SampleShares.ALICE;
import static io.potpool.testkit.contract.SampleShares.BOB;
import static io.potpool.testkit.contract.SampleShares.batch;
import static io.potpool.testkit.contract.SampleShares.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Wei;
import io.potpool.spi.AuditReport;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.SequenceGapException;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link PoolStore} must do with shares; {@link PoolLogContract} has the rest.
 *
 * <p>An author extends both contracts and supplies {@link #open}: opened again with the same directory after a close, the
 * store must hold what it held.
 */
public abstract class PoolStoreContract {

    private static final long PATIENCE_SECONDS = 20;

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    /** Opens the store whose data lie in, or are named by, this directory. */
    protected abstract PoolStore open(Path dir);

    @Test
    public void sharesAtMarkPlusOneAreCreditedAndAudited() {
        JournalId journal = JournalId.random();
        try (PoolStore store = open(dir)) {
            assertThat(commit(store, batch(journal, 1, ALICE, 100, 0, 5)))
                    .hasSize(5)
                    .containsOnly(ShareFate.CREDITED);
            assertThat(commit(store, batch(journal, 2, BOB, 100, 5, 3)))
                    .hasSize(3)
                    .containsOnly(ShareFate.CREDITED);
            AuditReport report = audit(store);
            assertThat(report.accounts()).containsOnlyKeys(ALICE, BOB);
            assertThat(report.accounts().get(ALICE)).isEqualTo(line(pay(batch(journal, 1, ALICE, 100, 0, 5)), 5));
            assertThat(report.accounts().get(BOB)).isEqualTo(line(pay(batch(journal, 2, BOB, 100, 5, 3)), 3));
            assertThat(report.totals().shares()).isEqualTo(8);
        }
    }

    @Test
    public void repeatedBatchIsAnsweredWithItsFirstFatesAndPaysNothing() {
        JournalId journal = JournalId.random();
        CreditBatch mixed =
                new CreditBatch(journal, 2, List.of(share(BOB, 100, 4), share(BOB, 100, 50), share(BOB, 101, 4)));
        try (PoolStore store = open(dir)) {
            commit(store, batch(journal, 1, ALICE, 100, 0, 5));
            List<ShareFate> first = commit(store, mixed);
            assertThat(first).containsExactly(ShareFate.LATE_DUPLICATE, ShareFate.CREDITED, ShareFate.CREDITED);
            AuditReport once = audit(store);
            assertThat(commit(store, mixed)).isEqualTo(first);
            commit(store, batch(journal, 3, ALICE, 100, 60, 1));
            assertThat(commit(store, mixed)).isEqualTo(first);
            assertThat(audit(store).accounts().get(BOB))
                    .isEqualTo(once.accounts().get(BOB));
        }
    }

    @Test
    public void repeatedBatchIsAnsweredWithItsFirstFatesAfterReopen() {
        JournalId journal = JournalId.random();
        CreditBatch sent = batch(journal, 1, ALICE, 100, 0, 5);
        try (PoolStore store = open(dir)) {
            commit(store, sent);
        }
        try (PoolStore store = open(dir)) {
            assertThat(commit(store, sent)).hasSize(5).containsOnly(ShareFate.CREDITED);
            assertThat(audit(store).totals()).isEqualTo(line(pay(sent), 5));
        }
    }

    @Test
    public void batchAboveMarkPlusOneIsRefusedAndChangesNothing() {
        JournalId journal = JournalId.random();
        try (PoolStore store = open(dir)) {
            commit(store, batch(journal, 1, ALICE, 100, 0, 2));
            assertThatThrownBy(() -> commit(store, batch(journal, 3, ALICE, 100, 10, 2)))
                    .hasRootCauseInstanceOf(SequenceGapException.class)
                    .rootCause()
                    .satisfies(gap ->
                            assertThat(((SequenceGapException) gap).mark()).isEqualTo(1));
            assertThat(commit(store, batch(journal, 2, ALICE, 100, 5, 2))).containsOnly(ShareFate.CREDITED);
            assertThat(commit(store, batch(journal, 3, ALICE, 100, 10, 2))).containsOnly(ShareFate.CREDITED);
            assertThat(audit(store).totals().shares()).isEqualTo(6);
        }
    }

    @Test
    public void aBatchThatCannotBeHadFailsTheAuditUntilItComes() {
        JournalId journal = JournalId.random();
        try (PoolStore store = open(dir)) {
            commit(store, batch(journal, 1, ALICE, 100, 0, 2));
            await(store.shares().missing(journal, 1));
            audit(store);
            await(store.shares().missing(journal, 2));
            await(store.shares().missing(journal, 2));
            assertThat(store.audit().run(SampleShares.schemes()).faults()).hasSize(1);
            assertThat(commit(store, batch(journal, 2, ALICE, 100, 5, 2))).containsOnly(ShareFate.CREDITED);
            assertThat(audit(store).totals().shares()).isEqualTo(4);
        }
    }

    @Test
    public void unknownJournalBeginsWithBatchOne() {
        try (PoolStore store = open(dir)) {
            assertThatThrownBy(() -> commit(store, batch(JournalId.random(), 2, ALICE, 100, 0, 1)))
                    .hasRootCauseInstanceOf(SequenceGapException.class);
            assertThat(store.shares().keysFrom(0)).isEmpty();
        }
    }

    @Test
    public void journalsHaveMarksOfTheirOwn() {
        try (PoolStore store = open(dir)) {
            commit(store, batch(JournalId.random(), 1, ALICE, 100, 0, 1));
            commit(store, batch(JournalId.random(), 1, ALICE, 100, 1, 1));
            commit(store, batch(JournalId.random(), 1, ALICE, 100, 2, 1));
            assertThat(audit(store).totals().shares()).isEqualTo(3);
        }
    }

    @Test
    public void sameNonceOfOneHeaderIsCreditedOnceWhoeverSendsIt() {
        try (PoolStore store = open(dir)) {
            CreditBatch first = batch(JournalId.random(), 1, ALICE, 100, 7, 1);
            commit(store, first);
            assertThat(commit(store, batch(JournalId.random(), 1, BOB, 100, 7, 1)))
                    .containsExactly(ShareFate.LATE_DUPLICATE);
            assertThat(commit(store, batch(JournalId.random(), 1, ALICE, 100, 7, 1)))
                    .containsExactly(ShareFate.LATE_DUPLICATE);
            AuditReport report = audit(store);
            assertThat(report.accounts()).containsOnlyKeys(ALICE);
            assertThat(report.totals()).isEqualTo(line(pay(first), 1));
        }
    }

    @Test
    public void sameNonceOfAnotherHeaderIsAnotherShare() {
        JournalId journal = JournalId.random();
        try (PoolStore store = open(dir)) {
            commit(store, batch(journal, 1, ALICE, 100, 7, 1));
            assertThat(commit(store, batch(journal, 2, ALICE, 101, 7, 1))).containsExactly(ShareFate.CREDITED);
        }
    }

    @Test
    public void moneyIsExactBeyond64Bits() {
        JournalId journal = JournalId.random();
        List<ShareCredit> shares = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 40; i++) {
            Wei wei = Wei.parse("5000000000000000000" + i % 10);
            sum = sum.add(wei.value());
            shares.add(SampleShares.worth(wei, ALICE, 100, i));
        }
        try (PoolStore store = open(dir)) {
            commit(store, new CreditBatch(journal, 1, shares.subList(0, 20)));
            commit(store, new CreditBatch(journal, 2, shares.subList(20, 40)));
            assertThat(sum.bitLength()).isGreaterThan(Long.SIZE);
            assertThat(audit(store).accounts().get(ALICE)).isEqualTo(line(new Wei(sum), 40));
        }
    }

    @Test
    public void keysAreThoseOfTheHeightAndAbove() {
        JournalId journal = JournalId.random();
        try (PoolStore store = open(dir)) {
            commit(store, batch(journal, 1, ALICE, 99, 1, 2));
            commit(store, batch(journal, 2, ALICE, 100, 1, 2));
            commit(store, batch(journal, 3, BOB, 101, 1, 1));
            commit(store, batch(journal, 4, BOB, 100, 1, 1));
        }
        try (PoolStore store = open(dir)) {
            assertThat(store.shares().keysFrom(100)).containsExactlyInAnyOrder(key(100, 1), key(100, 2), key(101, 1));
            assertThat(store.shares().keysFrom(102)).isEmpty();
        }
    }

    @Test
    public void closeFinishesWhatWasHandedOver() {
        JournalId journal = JournalId.random();
        List<CompletableFuture<List<ShareFate>>> stages = new ArrayList<>();
        try (PoolStore store = open(dir)) {
            for (int i = 1; i <= 30; i++) {
                stages.add(store.shares()
                        .commit(batch(journal, i, ALICE, 100, i * 10L, 3))
                        .toCompletableFuture());
            }
        }
        assertThat(stages)
                .allSatisfy(stage -> assertThat(stage)
                        .isCompletedWithValueMatching(fates -> fates.stream().allMatch(ShareFate.CREDITED::equals)));
        try (PoolStore store = open(dir)) {
            assertThat(audit(store).totals().shares()).isEqualTo(90);
        }
    }

    @Test
    public void stagesCompleteInTheOrderOfTheirChanges() {
        JournalId journal = JournalId.random();
        List<Long> completed = Collections.synchronizedList(new ArrayList<>());
        List<Long> sent = new ArrayList<>();
        try (PoolStore store = open(dir)) {
            for (long i = 1; i <= 20; i++) {
                long sequence = i;
                sent.add(sequence);
                store.shares()
                        .commit(batch(journal, sequence, ALICE, 100, i * 10, 1))
                        .thenRun(() -> completed.add(sequence));
            }
        }
        assertThat(completed).isEqualTo(sent);
    }

    @Test
    public void auditSeesOneConsistentStateWhileThePoolWrites() {
        JournalId journal = JournalId.random();
        try (PoolStore store = open(dir)) {
            List<CompletableFuture<?>> stages = new ArrayList<>();
            for (int i = 1; i <= 40; i++) {
                stages.add(store.shares()
                        .commit(batch(journal, i, i % 2 == 0 ? ALICE : BOB, 100, i * 100L, 20))
                        .toCompletableFuture());
                if (i % 8 == 0) {
                    assertThat(audit(store).totals().shares() % 20).isZero();
                }
            }
            stages.forEach(PoolStoreContract::await);
            assertThat(audit(store).totals().shares()).isEqualTo(800);
        }
    }

    /** Commits a batch and waits for its fates. */
    protected static List<ShareFate> commit(PoolStore store, CreditBatch batch) {
        return await(store.shares().commit(batch));
    }

    /** Returns the report of an audit, which must find nothing wrong. */
    protected static AuditReport audit(PoolStore store) {
        AuditReport report = store.audit().run(SampleShares.schemes());
        assertThat(report.faults()).isEmpty();
        return report;
    }

    /** Waits for a stage, and rethrows its failure as the cause of an {@link AssertionError}. */
    protected static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError("the store failed", failure.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("the store did not answer in " + PATIENCE_SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static Wei pay(CreditBatch batch) {
        return batch.shares().stream().map(ShareCredit::reward).reduce(Wei.ZERO, Wei::plus);
    }

    private static AuditReport.Line line(Wei wei, long shares) {
        return new AuditReport.Line(wei, wei, shares);
    }

    private static ShareKey key(long height, long nonce) {
        return share(ALICE, height, nonce).key();
    }
}
