package io.potpool.shares;

import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.CHAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.ShareFacts;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareCredit;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import io.potpool.spi.ShareStore;
import io.potpool.support.TestTerms;
import io.potpool.terms.NonceTerms;
import io.potpool.terms.Terms;
import io.potpool.work.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShareJournalTest {

    private static final Terms TERMS = TestTerms.pps(10);
    private static final Job JOB = new Job(
            new Hash256(1, 2, 3, 4),
            Hash256.ZERO,
            100,
            CHAIN.epochAt(100),
            Difficulty.of(1000).toTarget(),
            Difficulty.of(1000),
            CHAIN.blockReward(100),
            "node",
            true);

    private final List<CreditBatch> batches = new CopyOnWriteArrayList<>();
    private final List<Long> credited = new CopyOnWriteArrayList<>();
    private final List<Long> late = new CopyOnWriteArrayList<>();
    private final Metrics metrics = new Metrics();
    private volatile Function<CreditBatch, CompletionStage<List<ShareFate>>> commit = ShareJournalTest::applied;
    private final ShareJournal journal = new ShareJournal(
            JournalId.random(),
            new ShareStore() {
                @Override
                public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
                    batches.add(batch);
                    return commit.apply(batch);
                }

                @Override
                public CompletionStage<Void> missing(JournalId journal, long sequence) {
                    return CompletableFuture.failedFuture(new UnsupportedOperationException());
                }

                @Override
                public List<ShareKey> keysFrom(long lowestHeight) {
                    return List.of();
                }
            },
            Optional.empty(),
            metrics,
            (share, wasCredited) -> (wasCredited ? credited : late).add(share.nonce()));

    private static CompletionStage<List<ShareFate>> applied(CreditBatch batch) {
        return CompletableFuture.completedFuture(
                batch.shares().stream().map(share -> ShareFate.CREDITED).toList());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private boolean offer(long nonce) {
        PendingShare share = new PendingShare(
                new Submission(ALICE, "w", JOB, new Nonce(nonce), Optional.empty(), Optional.empty()),
                new NonceTerms(TERMS.difficulty(), TERMS.difficulty(), TERMS.reward(), Optional.empty(), false, true),
                0,
                Ratio.ONE,
                Instant.EPOCH,
                0,
                new HeaderNonces(100));
        ShareFacts facts = new ShareFacts(
                JOB.header(),
                new Nonce(nonce),
                100,
                JOB.network(),
                JOB.blockReward(),
                TERMS.difficulty(),
                TERMS.difficulty(),
                Ratio.ONE);
        return journal.offer(new ShareCredit(facts, TERMS.reward(), ALICE, "w", Instant.EPOCH, List.of()), share);
    }

    private void failing(int times, Function<CreditBatch, CompletionStage<List<ShareFate>>> fault) {
        AtomicInteger left = new AtomicInteger(times);
        commit = batch -> left.getAndDecrement() > 0 ? fault.apply(batch) : applied(batch);
    }

    private void creditsTwoUnderSequencesOneAndTwo() {
        offer(1);
        journal.start();
        await().until(() -> credited.equals(List.of(1L)));
        offer(2);
        await().until(() -> credited.equals(List.of(1L, 2L)));

        assertThat(batches.stream().map(CreditBatch::sequence).distinct()).containsExactly(1L, 2L);
        assertThat(batches.stream().map(CreditBatch::journal).distinct()).hasSize(1);
    }

    @Test
    void aFailedBatchIsRepeatedUnderItsNumberBeforeAnyLaterOne() {
        failing(3, batch -> CompletableFuture.failedFuture(new IllegalStateException("planted")));

        creditsTwoUnderSequencesOneAndTwo();
        assertThat(batches).hasSize(5);
    }

    @Test
    void aStoreThatThrowsIsAFailedBatch() {
        failing(2, batch -> {
            throw new IllegalStateException("planted");
        });

        creditsTwoUnderSequencesOneAndTwo();
    }

    @Test
    void aCancelledBatchIsAFailedBatch() {
        failing(2, batch -> {
            CompletableFuture<List<ShareFate>> cancelled = new CompletableFuture<>();
            cancelled.completeExceptionally(new CancellationException("planted"));
            cancelled.cancel(false);
            return cancelled;
        });

        creditsTwoUnderSequencesOneAndTwo();
    }

    @Test
    void anAnswerOfTheWrongLengthIsAFailedBatch() {
        failing(1, batch -> CompletableFuture.completedFuture(List.of()));

        creditsTwoUnderSequencesOneAndTwo();
    }

    @Test
    void sharesThatWaitMakeOneBatch() {
        LongStream.rangeClosed(1, 500).forEach(this::offer);
        journal.start();
        await().until(() -> credited.size() == 500);

        assertThat(batches).hasSize(1);
    }

    @Test
    void aLateDuplicateIsNotCredited() {
        commit = batch -> CompletableFuture.completedFuture(List.of(ShareFate.CREDITED, ShareFate.LATE_DUPLICATE));
        offer(1);
        offer(2);
        journal.start();
        await().until(() -> late.equals(List.of(2L)));

        assertThat(credited).containsExactly(1L);
    }

    @Test
    void thereIsABoundAndNothingIsTakenPastIt() {
        long taken = LongStream.rangeClosed(1, 20_000).filter(this::offer).count();

        assertThat(taken).isEqualTo(metrics.snapshot().get("journal.bound"));
        assertThat(journal.lowestUnrecorded()).isEqualTo(100);
        journal.start();
        await().until(() -> credited.size() == taken);
    }

    @Test
    void heightsMayBeCommittedUntilTheirLastShareIsStored() {
        assertThat(journal.lowestUnrecorded()).isEqualTo(Long.MAX_VALUE);
        CompletableFuture<List<ShareFate>> held = new CompletableFuture<>();
        commit = batch -> held;
        offer(1);
        journal.start();
        await().until(() -> batches.size() == 1);
        assertThat(journal.lowestUnrecorded()).isEqualTo(100);
        held.complete(List.of(ShareFate.CREDITED));
        await().until(() -> credited.size() == 1);

        assertThat(journal.lowestUnrecorded()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void closeCommitsWhatIsQueuedAndTakesNothingMore() {
        List<Long> all = new ArrayList<>();
        LongStream.rangeClosed(1, 3000).filter(this::offer).forEach(all::add);
        journal.start();
        journal.close();

        assertThat(credited).containsExactlyElementsOf(all);
        assertThat(offer(5000)).isFalse();
    }
}
