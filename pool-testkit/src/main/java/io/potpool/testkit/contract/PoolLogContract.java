package io.potpool.testkit.contract;

import static io.potpool.testkit.contract.SampleShares.ALICE;
import static io.potpool.testkit.contract.SampleShares.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.chain.RewardSchedule;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.spi.PoolStore;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link PoolStore} must do with terms, heights and solutions; {@link PoolStoreContract} has the shares. */
public abstract class PoolLogContract {

    private static final NoncePrefix PREFIX = NoncePrefix.parse("00ab01");
    private static final TermsChange DEFAULTS = new TermsChange.Defaults(new Terms(
            Difficulty.of(4_000_000_000L),
            SampleShares.POT,
            Optional.of(RewardSchedule.parse(
                    "0 ecip1017 5000000000000000000 5000000 1,30000000 fixed 7|0 ecip1017,30000000 none"))));
    private static final TermsChange LEASE = new TermsChange.Lease(
            PREFIX,
            ALICE,
            new LeaseTerms(Optional.of(Difficulty.of(8_000_000_000L)), Optional.of(new BigDecimal("0.75"))));
    private static final TermsChange PLAIN_LEASE =
            new TermsChange.Lease(NoncePrefix.parse("0fff"), BOB, LeaseTerms.DEFAULT);
    private static final TermsChange END = new TermsChange.End(PREFIX);

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    /** Opens the store whose data lie in, or are named by, this directory. */
    protected abstract PoolStore open(Path dir);

    @Test
    public void termsHoldFromOneAboveTheHigherOfBothAnnouncedHeights() {
        try (PoolStore store = open(dir)) {
            assertThat(append(store, DEFAULTS, -1).fromHeight()).isZero();
            PoolStoreContract.await(store.heights().announce(SampleShares.INSTANCE, 100, Long.MAX_VALUE));
            assertThat(append(store, LEASE, 90).fromHeight()).isEqualTo(101);
            assertThat(append(store, END, 120).fromHeight()).isEqualTo(121);
        }
    }

    @Test
    public void announcedHeightIsAskedOnceForEachRecord() {
        AtomicInteger asked = new AtomicInteger();
        try (PoolStore store = open(dir)) {
            PoolStoreContract.await(
                    store.terms().append(SampleShares.INSTANCE, DEFAULTS, () -> 10 + asked.incrementAndGet()));
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    public void termsComeBackWholeAndInTheirOrder() {
        List<TermsRecord> written = new ArrayList<>();
        try (PoolStore store = open(dir)) {
            for (TermsChange change : List.of(DEFAULTS, LEASE, PLAIN_LEASE, END)) {
                written.add(append(store, change, 10));
            }
            assertThat(store.terms().load(0)).isEqualTo(written);
        }
        try (PoolStore store = open(dir)) {
            assertThat(store.terms().load(0)).isEqualTo(written);
            assertThat(written).extracting(TermsRecord::by).containsOnly(SampleShares.INSTANCE);
            assertThat(written).extracting(TermsRecord::change).containsExactly(DEFAULTS, LEASE, PLAIN_LEASE, END);
            assertThat(written).extracting(TermsRecord::sequence).isSorted().doesNotHaveDuplicates();
            assertThat(append(store, LEASE, 10).sequence())
                    .isGreaterThan(written.get(3).sequence());
        }
    }

    @Test
    public void loadGivesTheLastRecordAtOrBelowTheHeightAndAllLaterOnes() {
        try (PoolStore store = open(dir)) {
            append(store, DEFAULTS, 10);
            append(store, LEASE, 10);
            TermsRecord defaults = append(store, DEFAULTS, 19);
            TermsRecord end = append(store, END, 20);
            TermsRecord lease = append(store, LEASE, 29);
            TermsRecord plain = append(store, PLAIN_LEASE, 39);
            assertThat(store.terms().load(21)).containsExactly(defaults, end, lease, plain);
            assertThat(store.terms().load(30)).containsExactly(defaults, lease, plain);
        }
    }

    @Test
    public void announcedHeightNeverFalls() {
        try (PoolStore store = open(dir)) {
            assertThat(store.heights().highestAnnounced()).isEqualTo(-1);
            assertThat(store.heights().reference()).isEqualTo(-1);
            PoolStoreContract.await(store.heights().announce(SampleShares.INSTANCE, 100, Long.MAX_VALUE));
            PoolStoreContract.await(store.heights().announce(SampleShares.INSTANCE, 95, Long.MAX_VALUE));
            assertThat(store.heights().highestAnnounced()).isEqualTo(100);
            assertThat(store.heights().reference()).isEqualTo(100);
        }
        try (PoolStore store = open(dir)) {
            assertThat(store.heights().highestAnnounced()).isEqualTo(100);
            assertThat(store.heights().reference()).isEqualTo(100);
        }
    }

    @Test
    public void acceptSetsTheReferenceUpOrDownAndNothingElse() {
        try (PoolStore store = open(dir)) {
            PoolStoreContract.await(store.heights().announce(SampleShares.INSTANCE, 100, Long.MAX_VALUE));
            PoolStoreContract.await(store.heights().accept(50));
            assertThat(store.heights().reference()).isEqualTo(50);
            assertThat(store.heights().highestAnnounced()).isEqualTo(100);
            PoolStoreContract.await(store.heights().announce(SampleShares.INSTANCE, 51, Long.MAX_VALUE));
            assertThat(store.heights().reference()).isEqualTo(51);
            assertThat(store.heights().highestAnnounced()).isEqualTo(100);
            PoolStoreContract.await(store.heights().accept(200));
        }
        try (PoolStore store = open(dir)) {
            assertThat(store.heights().reference()).isEqualTo(200);
            assertThat(store.heights().highestAnnounced()).isEqualTo(100);
        }
    }

    @Test
    public void solutionIsOpenUntilItsNodeHasAnswered() {
        Solution unsettled = solution(100, 1);
        Solution unanswered = solution(101, 2);
        Solution accepted = solution(100, 3);
        Solution rejected = solution(100, 4);
        try (PoolStore store = open(dir)) {
            for (Solution solution : List.of(unsettled, unanswered, accepted, rejected)) {
                PoolStoreContract.await(store.solutions().record(solution));
            }
            PoolStoreContract.await(store.solutions().settle(unanswered, SolutionFate.UNANSWERED));
            PoolStoreContract.await(store.solutions().settle(accepted, SolutionFate.ACCEPTED));
            PoolStoreContract.await(store.solutions().settle(rejected, SolutionFate.REJECTED));
        }
        try (PoolStore store = open(dir)) {
            assertThat(store.solutions().open(100)).containsExactlyInAnyOrder(unsettled, unanswered);
            assertThat(store.solutions().open(101)).containsExactly(unanswered);
        }
    }

    @Test
    public void recordingASolutionAgainChangesNothing() {
        Solution solution = solution(100, 1);
        try (PoolStore store = open(dir)) {
            PoolStoreContract.await(store.solutions().record(solution));
            PoolStoreContract.await(store.solutions().settle(solution, SolutionFate.ACCEPTED));
            PoolStoreContract.await(store.solutions().record(solution));
            assertThat(store.solutions().open(0)).isEmpty();
        }
    }

    private static TermsRecord append(PoolStore store, TermsChange change, long announced) {
        return PoolStoreContract.await(store.terms().append(SampleShares.INSTANCE, change, () -> announced));
    }

    private static Solution solution(long height, long nonce) {
        return new Solution(
                SampleShares.header(height),
                new Nonce(-nonce),
                new Hash256(1, 2, 3, nonce),
                height,
                Difficulty.MAX,
                "node-1",
                ALICE,
                "rig-1",
                Instant.parse("2026-01-01T10:20:30.123456789Z"));
    }
}
