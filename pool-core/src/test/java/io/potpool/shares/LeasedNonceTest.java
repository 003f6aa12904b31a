package io.potpool.shares;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.PoolRig.under;
import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.TermsChange;
import io.potpool.work.Job;
import java.io.IOException;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a nonce under a lease is paid, and to whom. */
class LeasedNonceTest {

    private PoolRig rig;
    private Job first;

    @BeforeEach
    void start() throws IOException {
        rig = PoolRig.start(TestTerms.pps(10));
        first = rig.announce(100);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Lease granted(long difficulty, int bytes) {
        Lease lease = rig.reserve(bytes);
        int before = rig.store.records().size();
        lease.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(difficulty)));
        await().until(() -> rig.store.records().size() > before);
        return lease;
    }

    private long nonce(Lease lease, long rest, long reached) {
        long nonce = under(lease, rest);
        rig.pow.plant(nonce, reached);
        return nonce;
    }

    private static Wei pay(Job job, long difficulty) {
        return new Wei(job.blockReward()
                .value()
                .multiply(BigInteger.valueOf(difficulty))
                .divide(job.network().value()));
    }

    private static ShareOutcome paid(Job job, long difficulty, long reached) {
        return new ShareOutcome.Accepted(pay(job, difficulty), Difficulty.of(reached), 0, false);
    }

    @Test
    void aGrantHoldsFromTheNextHeightAndNeverForThisOne() {
        Lease lease = granted(100, 3);
        assertThat(lease.difficulty(first)).isEqualTo(Difficulty.of(10));
        assertThat(told(rig.send(lease, ALICE, first, nonce(lease, 1, 500)))).isEqualTo(paid(first, 10, 500));

        Job next = rig.announce(101);
        assertThat(lease.difficulty(next)).isEqualTo(Difficulty.of(100));
        assertThat(told(rig.send(lease, ALICE, next, nonce(lease, 2, 500)))).isEqualTo(paid(next, 100, 500));
        assertThat(told(rig.send(lease, ALICE, first, nonce(lease, 3, 500))))
                .isInstanceOfSatisfying(
                        ShareOutcome.Accepted.class,
                        late -> assertThat(late.lag()).isOne());
        assertThat(rig.store.credits().get(2).facts().effective()).isEqualTo(Difficulty.of(10));
    }

    @Test
    void aRefreshOfTheSameHeightIsUnderTheTermsOfTheHeight() {
        Lease lease = granted(100, 3);
        Job refreshed = rig.announce(100, 1, 1000);

        assertThat(lease.difficulty(refreshed)).isEqualTo(Difficulty.of(10));
        assertThat(told(rig.send(lease, ALICE, refreshed, nonce(lease, 1, 500))))
                .isEqualTo(paid(refreshed, 10, 500));
    }

    @Test
    void aNonceUnderALeaseIsPaidToItsSenderByTheLeasesTerms() {
        Lease lease = granted(100, 2);
        Job job = rig.announce(101);

        assertThat(told(rig.send(BOB, job, nonce(lease, 1, 500)))).isEqualTo(paid(job, 100, 500));
        assertThat(rig.store.credits().get(0).login()).isEqualTo(BOB);
    }

    @Test
    void belowTheLeaseButNotTheDefaultIsLowUnderALease() {
        Lease lease = granted(100, 3);
        Job job = rig.announce(101);

        assertThat(told(rig.send(BOB, job, nonce(lease, 1, 99)))).isEqualTo(new ShareOutcome.LowDifficulty(true));
        assertThat(told(rig.send(lease, ALICE, job, nonce(lease, 2, 10))))
                .isEqualTo(new ShareOutcome.LowDifficulty(true));
        assertThat(told(rig.send(BOB, job, nonce(lease, 3, 9)))).isEqualTo(new ShareOutcome.LowDifficulty(false));
    }

    @Test
    void theEffectiveDifficultyIsNeverAboveTheNetworks() {
        Lease lease = granted(5000, 3);
        Job job = rig.announce(101);

        assertThat(lease.difficulty(job)).isEqualTo(Difficulty.of(1000));
        assertThat(told(rig.send(lease, ALICE, job, nonce(lease, 1, 999))))
                .isEqualTo(new ShareOutcome.LowDifficulty(true));
        assertThat(told(rig.send(lease, ALICE, job, nonce(lease, 2, 1000))))
                .isEqualTo(new ShareOutcome.Accepted(pay(job, 1000), Difficulty.of(1000), 0, true));
    }

    @Test
    void aLeasedSessionMustNotSendNoncesOfOthers() {
        Lease lease = granted(100, 3);
        Lease mine = rig.reserve(3);
        mine.grant(BOB, LeaseTerms.DEFAULT);
        Job job = rig.announce(101);

        assertThat(told(rig.send(mine, BOB, job, nonce(lease, 1, 500)))).isEqualTo(new ShareOutcome.ForeignNonce());
        assertThat(rig.pow.hashed()).isZero();
    }

    @Test
    void afterAReconnectTheOldPrefixIsStillPaidByItsOwnTerms() {
        Lease old = granted(100, 3);
        Job job = rig.announce(101);
        old.end();
        Lease fresh = granted(300, 3);

        assertThat(fresh.prefix()).isNotEqualTo(old.prefix());
        assertThat(told(rig.send(fresh, ALICE, job, nonce(old, 1, 500)))).isEqualTo(paid(job, 100, 500));
        assertThat(told(rig.send(fresh, ALICE, job, nonce(old, 2, 50))))
                .isEqualTo(new ShareOutcome.LowDifficulty(true));
    }

    @Test
    void aPrefixGrantedAndEndedAtOneHeightWasHeldByItsLogin() {
        Lease old = granted(100, 3);
        old.end();
        await().until(() -> rig.store.records().stream().anyMatch(entry -> entry.change() instanceof TermsChange.End));
        Lease fresh = granted(300, 3);

        assertThat(told(rig.send(fresh, ALICE, first, nonce(old, 1, 500)))).isEqualTo(paid(first, 10, 500));
        Job next = rig.announce(101);
        assertThat(told(rig.send(fresh, ALICE, next, nonce(old, 2, 500)))).isEqualTo(paid(next, 10, 500));
    }

    @Test
    void aPrefixOfTheSameLoginIsHeldWhileNoGrantIsRecorded() {
        rig.store.failNext(1_000);
        Lease old = rig.reserve(3);
        old.grant(ALICE, LeaseTerms.DEFAULT);
        Lease fresh = rig.reserve(3);
        fresh.grant(ALICE, LeaseTerms.DEFAULT);
        long nonce = nonce(old, 1, 9);

        assertThat(told(rig.send(fresh, ALICE, first, nonce))).isEqualTo(new ShareOutcome.LowDifficulty(false));
        old.end();
        assertThat(told(rig.send(fresh, ALICE, first, nonce(old, 2, 9))))
                .isEqualTo(new ShareOutcome.LowDifficulty(false));
        assertThat(told(rig.send(fresh, BOB, first, nonce(old, 3, 9)))).isEqualTo(new ShareOutcome.ForeignNonce());
    }

    @Test
    void aPrefixHeldBeforeTheWindowIsForeignAgain() {
        Lease old = granted(100, 3);
        old.end();
        Lease fresh = granted(300, 3);
        Job job = first;
        for (long height = 101; height <= 120; height++) {
            job = rig.announce(height);
        }
        Job newest = job;

        await().untilAsserted(() -> assertThat(told(rig.send(fresh, ALICE, newest, nonce(old, 1, 500))))
                .isEqualTo(new ShareOutcome.ForeignNonce()));
    }

    @Test
    void aNonceSentAgainUnderAnotherLeaseSharesTheFateOfTheFirst() {
        Lease lease = granted(100, 3);
        Lease other = rig.reserve(3);
        other.grant(BOB, LeaseTerms.DEFAULT);
        long nonce = nonce(lease, 1, 500);
        rig.pow.hold();
        var accepted = rig.send(lease, ALICE, first, nonce);
        var resent = rig.send(other, BOB, first, nonce);
        rig.pow.release();

        assertThat(told(accepted)).isEqualTo(paid(first, 10, 500));
        assertThat(told(resent)).isEqualTo(new ShareOutcome.Duplicate());
    }

    @Test
    void aLeaseNeverGrantedIsUnderDefaultTerms() {
        Lease lease = rig.reserve(3);
        Job job = rig.announce(101);

        assertThat(told(rig.send(lease, ALICE, job, nonce(lease, 1, 11)))).isEqualTo(paid(job, 10, 11));
    }
}
