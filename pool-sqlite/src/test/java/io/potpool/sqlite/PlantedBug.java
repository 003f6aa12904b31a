package io.potpool.sqlite;

import io.potpool.spi.Agreement;
import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.ShareFate;
import io.potpool.spi.ShareKey;
import io.potpool.spi.StoreAudit;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.testkit.store.ForwardingStore;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Wrong stores, each with the rule of the contract that it breaks. */
enum PlantedBug {
    REPEAT_IS_PAID_AGAIN("repeatedBatchIsAnsweredWithItsFirstFatesAndPaysNothing", RepeatPaysAgain::new),
    REPEAT_IS_ANSWERED_BLINDLY("repeatedBatchIsAnsweredWithItsFirstFatesAndPaysNothing", BlindRepeat::new),
    MARK_IS_FORGOTTEN_AT_CLOSE("repeatedBatchIsAnsweredWithItsFirstFatesAfterReopen", ForgottenMark::new),
    GAP_IS_APPLIED("batchAboveMarkPlusOneIsRefusedAndChangesNothing", AppliedGap::new),
    MISSING_BATCH_IS_IGNORED("aBatchThatCannotBeHadFailsTheAuditUntilItComes", BatchBugs.Forgiving::new),
    UNKNOWN_JOURNAL_BEGINS_ANYWHERE("unknownJournalBeginsWithBatchOne", AppliedGap::new),
    MARK_IS_SHARED_BY_JOURNALS("journalsHaveMarksOfTheirOwn", SharedMark::new),
    NONCE_IS_PER_LOGIN("sameNonceOfOneHeaderIsCreditedOnceWhoeverSendsIt", NoncePerLogin::new),
    NONCE_IS_FOR_ALL_HEADERS("sameNonceOfAnotherHeaderIsAnotherShare", NonceForAllHeaders::new),
    MONEY_IS_FLOAT("moneyIsExactBeyond64Bits", FloatMoney::new),
    MONEY_IS_LONG("moneyIsExactBeyond64Bits", LongMoney::new),
    KEYS_OF_THE_LOWEST_HEIGHT_ARE_LEFT_OUT("keysAreThoseOfTheHeightAndAbove", KeysTooHigh::new),
    TRUE_BEFORE_DURABLE("closeFinishesWhatWasHandedOver", EarlyTrue::new),
    ANSWERS_OUT_OF_ORDER("stagesCompleteInTheOrderOfTheirChanges", OutOfOrder::new),
    TERMS_HOLD_ONE_HEIGHT_EARLY("termsHoldFromOneAboveTheHigherOfBothAnnouncedHeights", EarlyTerms::new),
    SUPPLIED_HEIGHT_IS_IGNORED("termsHoldFromOneAboveTheHigherOfBothAnnouncedHeights", DeafTerms::new),
    HEIGHT_IS_ASKED_TWICE("announcedHeightIsAskedOnceForEachRecord", CuriousTerms::new),
    TERMS_COME_BACK_REVERSED("termsComeBackWholeAndInTheirOrder", ReversedTerms::new),
    LATER_TERMS_ARE_LOST("loadGivesTheLastRecordAtOrBelowTheHeightAndAllLaterOnes", ShortLoad::new),
    ANNOUNCED_HEIGHT_FALLS("announcedHeightNeverFalls", FallingHeight::new),
    REFERENCE_ONLY_RISES("acceptSetsTheReferenceUpOrDownAndNothingElse", StubbornReference::new),
    UNANSWERED_SOLUTION_IS_CLOSED("solutionIsOpenUntilItsNodeHasAnswered", ClosedUnanswered::new),
    RECORD_REOPENS_A_SOLUTION("recordingASolutionAgainChangesNothing", ReopenedSolution::new),
    BANS_ARE_FORGOTTEN_AT_CLOSE("bansComeBackWholeAfterReopen", PolicyBugs.Forgetful::new),
    BANS_NEVER_END("bansThatAreOverAreNotReturned", PolicyBugs.Endless::new),
    LATER_BAN_IS_LOST("aLaterBanOfAnOriginReplacesTheEarlierOne", PolicyBugs.FirstBanOnly::new),
    LIFTING_DOES_NOTHING("aLiftedBanIsGoneAndOthersStay", PolicyBugs.Unforgiving::new),
    LISTS_ARE_ONE("listsAreApartAndKeepTheirEntriesAsWritten", PolicyBugs.OneList::new),
    OTHER_HISTORY_IS_IGNORED("otherContentUnderAnIdIsRefusedWithAllThatCameWithIt", ImportBugs.DeafHistory::new),
    REPEATED_HISTORY_COUNTS_AS_NEW("repeatedRecordChangesNothing", ImportBugs.BoastfulHistory::new),
    HISTORY_COMES_BACK_REVERSED("recordsAreKeptWholeAndInTheirOrder", ImportBugs.ReversedHistory::new),
    FLOOR_IS_FORGOTTEN("floorRaisesTheHeightsAndNeverFalls", ImportBugs.NoFloor::new),
    HOURS_ARE_HANDED_OUT_TWICE("hoursAndPostingsSumToTheBalances", ImportBugs.DoubledHours::new),
    SINGLE_SHARES_ARE_LEFT_OUT("singleSharesAreHandedOverWhereAskedFor", ImportBugs.NoSingleShares::new);

    private final String rule;
    private final UnaryOperator<PoolStore> plant;

    PlantedBug(String rule, UnaryOperator<PoolStore> plant) {
        this.rule = rule;
        this.plant = plant;
    }

    String rule() {
        return rule;
    }

    UnaryOperator<PoolStore> plant() {
        return plant;
    }

    private static final class RepeatPaysAgain extends BatchBugs.Counting {
        RepeatPaysAgain(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
            boolean repeat = batch.sequence() <= mark(batch);
            return repeat ? asNew(BatchBugs.otherNonces(batch)) : counted(batch);
        }
    }

    private static final class BlindRepeat extends BatchBugs.Counting {
        BlindRepeat(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
            boolean repeat = batch.sequence() <= mark(batch);
            return repeat
                    ? CompletableFuture.completedFuture(
                            Collections.nCopies(batch.shares().size(), ShareFate.CREDITED))
                    : counted(batch);
        }
    }

    private static final class ForgottenMark extends BatchBugs.Counting {
        ForgottenMark(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
            return asNew(batch);
        }
    }

    private static final class AppliedGap extends BatchBugs.Counting {
        AppliedGap(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
            return batch.sequence() > mark(batch) + 1 ? asNew(batch) : counted(batch);
        }
    }

    private static final class SharedMark extends ForwardingStore {
        private long mark;

        SharedMark(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
            if (batch.sequence() <= mark) {
                return CompletableFuture.completedFuture(
                        Collections.nCopies(batch.shares().size(), ShareFate.CREDITED));
            }
            mark = batch.sequence();
            return super.commit(batch);
        }
    }

    private static final class NoncePerLogin extends ForwardingStore {
        NoncePerLogin(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
            return super.commit(BatchBugs.nonces(
                    batch,
                    share ->
                            share.facts().nonce().value() + (long) share.login().hashCode() << 20));
        }
    }

    private static final class NonceForAllHeaders extends ForwardingStore {
        NonceForAllHeaders(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
            return super.commit(BatchBugs.atHeight(batch, 100));
        }
    }

    private static final class FloatMoney extends ForwardingStore {
        FloatMoney(PoolStore right) {
            super(right);
        }

        @Override
        public StoreAudit audit() {
            return BatchBugs.reading(right, wei -> new java.math.BigDecimal(wei.doubleValue()).toBigInteger());
        }
    }

    private static final class LongMoney extends ForwardingStore {
        LongMoney(PoolStore right) {
            super(right);
        }

        @Override
        public StoreAudit audit() {
            return BatchBugs.reading(right, wei -> java.math.BigInteger.valueOf(wei.longValue()));
        }
    }

    private static final class KeysTooHigh extends ForwardingStore {
        KeysTooHigh(PoolStore right) {
            super(right);
        }

        @Override
        public List<ShareKey> keysFrom(long lowestHeight) {
            return super.keysFrom(lowestHeight + 1);
        }
    }

    private static final class EarlyTrue extends ForwardingStore {
        EarlyTrue(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
            if (batch.sequence() < 20) {
                return super.commit(batch);
            }
            return CompletableFuture.completedFuture(
                    Collections.nCopies(batch.shares().size(), ShareFate.CREDITED));
        }
    }

    private static final class OutOfOrder extends ForwardingStore {
        private CompletableFuture<List<ShareFate>> held = new CompletableFuture<>();

        OutOfOrder(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<List<ShareFate>> commit(CreditBatch batch) {
            CompletableFuture<List<ShareFate>> done = super.commit(batch).toCompletableFuture();
            if (batch.sequence() % 2 == 1) {
                held = new CompletableFuture<>();
                return held;
            }
            CompletableFuture<List<ShareFate>> earlier = held;
            CompletableFuture<List<ShareFate>> told = new CompletableFuture<>();
            done.thenAccept(fates -> {
                told.complete(fates);
                earlier.complete(fates);
            });
            return told;
        }
    }

    private static final class EarlyTerms extends ForwardingStore {
        EarlyTerms(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
            return super.append(by, change, announced)
                    .thenApply(entry -> new TermsRecord(
                            entry.sequence(), entry.by(), Math.max(0, entry.fromHeight() - 1), entry.change()));
        }
    }

    private static final class DeafTerms extends ForwardingStore {
        DeafTerms(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
            return super.append(by, change, () -> -1);
        }
    }

    private static final class CuriousTerms extends ForwardingStore {
        CuriousTerms(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
            return super.append(by, change, () -> Math.max(announced.getAsLong(), announced.getAsLong()));
        }
    }

    private static final class ReversedTerms extends ForwardingStore {
        ReversedTerms(PoolStore right) {
            super(right);
        }

        @Override
        public List<TermsRecord> load(long lowestHeight) {
            List<TermsRecord> records = new ArrayList<>(super.load(lowestHeight));
            Collections.reverse(records);
            return records;
        }
    }

    private static final class ShortLoad extends ForwardingStore {
        ShortLoad(PoolStore right) {
            super(right);
        }

        @Override
        public List<TermsRecord> load(long lowestHeight) {
            return super.load(lowestHeight).stream()
                    .filter(entry -> entry.fromHeight() <= lowestHeight)
                    .toList();
        }
    }

    private static final class FallingHeight extends ForwardingStore {
        private long last = -1;

        FallingHeight(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
            last = height;
            return super.announce(by, height, known);
        }

        @Override
        public long highestAnnounced() {
            return last;
        }
    }

    private static final class StubbornReference extends ForwardingStore {
        StubbornReference(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<Void> accept(long height) {
            return super.accept(Math.max(height, reference()));
        }
    }

    private static final class ClosedUnanswered extends ForwardingStore {
        ClosedUnanswered(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<Void> settle(Solution solution, SolutionFate fate) {
            return super.settle(solution, fate == SolutionFate.UNANSWERED ? SolutionFate.REJECTED : fate);
        }
    }

    private static final class ReopenedSolution extends ForwardingStore {
        ReopenedSolution(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<Void> record(Solution solution) {
            return super.settle(solution, SolutionFate.PENDING);
        }
    }
}
