package io.potpool.shares;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import io.potpool.spi.ShareCredit;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.work.Job;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accepted means durable, once. */
class CommitBeforeAnswerTest {

    private PoolRig rig;
    private Job job;

    @BeforeEach
    void start() throws IOException {
        rig = PoolRig.start(TestTerms.pps(10));
        job = rig.announce(100);
        for (long nonce = 1; nonce < 100; nonce++) {
            rig.pow.plant(nonce, 50);
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private long credits(long nonce) {
        return rig.store.credits().stream()
                .filter(credit -> credit.facts().nonce().value() == nonce)
                .count();
    }

    @Test
    void aShareIsPaidByItsTermsAndStoredBeforeItsAnswer() {
        ShareOutcome outcome = told(rig.send(ALICE, job, 1));

        Wei hundredth = new Wei(job.blockReward().value().divide(BigInteger.valueOf(100)));
        assertThat(outcome).isEqualTo(new ShareOutcome.Accepted(hundredth, Difficulty.of(50), 0, false));
        assertThat(rig.store.credits()).hasSize(1);
        ShareCredit credit = rig.store.credits().get(0);
        assertThat(credit.reward()).isEqualTo(hundredth);
        assertThat(credit.login()).isEqualTo(ALICE);
    }

    @Test
    void nothingIsAcceptedBeforeTheStoreHasIt() {
        rig.store.hold();
        List<CompletableFuture<ShareOutcome>> answers = new ArrayList<>();
        for (long nonce = 1; nonce < 20; nonce++) {
            answers.add(rig.send(ALICE, job, nonce));
        }
        await().until(() -> rig.pow.hashed() == 19);
        assertThat(answers).noneMatch(CompletableFuture::isDone);

        rig.store.release();
        assertThat(answers).allMatch(answer -> told(answer).accepted());
        assertThat(rig.store.credits()).hasSize(19);
    }

    @Test
    void whatIsNotRecordedInTimeIsAnsweredAndItsResendHasItsFate() {
        rig.store.hold();
        long sent = System.nanoTime();
        assertThat(told(rig.send(ALICE, job, 1))).isEqualTo(new ShareOutcome.NotRecorded());
        assertThat(Duration.ofNanos(System.nanoTime() - sent))
                .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(6));
        CompletableFuture<ShareOutcome> resend = rig.send(ALICE, job, 1);
        assertThat(resend).isNotDone();

        rig.store.release();
        assertThat(told(resend)).isEqualTo(new ShareOutcome.Duplicate());
        assertThat(told(rig.send(ALICE, job, 1))).isEqualTo(new ShareOutcome.Duplicate());
        assertThat(credits(1)).isOne();
        assertThat(rig.pow.hashed()).isOne();
    }

    @Test
    void aStoreThatFailsForAWhileCreditsOnceUnderOneSequence() {
        rig.store.failNext(4);

        assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
        assertThat(credits(1)).isOne();
        assertThat(rig.store.attempts()).containsExactly(1L, 1L, 1L, 1L, 1L);
        assertThat(told(rig.send(ALICE, job, 2)).accepted()).isTrue();
        assertThat(rig.store.attempts()).endsWith(2L);
    }

    @Test
    void aBatchOfUnknownFateIsRepeatedAndCreditedOnce() {
        rig.store.loseAnswers(3);

        assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
        assertThat(credits(1)).isOne();
        assertThat(rig.store.attempts()).containsOnly(1L);
    }

    @Test
    void theSecondOfTwoCutOffPoolsIsToldDuplicate() throws IOException {
        try (PoolRig other = rig.again(TestTerms.pps(10))) {
            Job same = other.announce(100);
            assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
            assertThat(told(other.send(BOB, same, 1))).isEqualTo(new ShareOutcome.Duplicate());
            assertThat(credits(1)).isOne();
        }
    }

    @Test
    void closeCommitsWhatWasJudged() {
        rig.store.hold();
        CompletableFuture<ShareOutcome> answer = rig.send(ALICE, job, 1);
        await().until(() -> rig.pow.hashed() == 1);
        Thread closing = new Thread(rig::close);
        closing.start();
        await().until(() -> told(rig.send(ALICE, job, 2)).equals(new ShareOutcome.NotReady()));
        rig.store.release();

        assertThat(told(answer).accepted()).isTrue();
        assertThat(credits(1)).isOne();
        await().until(() -> !closing.isAlive());
    }

    @Test
    void everyAnswerComesHoweverTheVerifierFails() {
        rig.pow.failNext(1);
        assertThat(told(rig.send(ALICE, job, 1))).isEqualTo(new ShareOutcome.Overloaded());

        assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
        assertThat(rig.metric("verifier.fault")).isOne();
    }

    @Test
    void aFullQueueIsOverloadedAndAResendWorks() {
        rig.pow.hold();
        List<CompletableFuture<ShareOutcome>> answers = new ArrayList<>();
        long nonce = 1000;
        for (int verifier = 1; verifier <= PoolRig.VERIFIERS; verifier++) {
            int taken = verifier;
            rig.pow.plant(nonce, 50);
            answers.add(rig.send(ALICE, job, nonce++));
            await().until(() -> rig.pow.held() == taken);
        }
        CompletableFuture<ShareOutcome> last;
        do {
            rig.pow.plant(nonce, 50);
            last = rig.send(ALICE, job, nonce++);
            answers.add(last);
        } while (!last.isDone() || !last.join().equals(new ShareOutcome.Overloaded()));
        assertThat(rig.metric("verifier.queued")).isEqualTo(rig.metric("verifier.bound"));

        rig.pow.release();
        answers.forEach(PoolRig::told);
        ShareOutcome resent = told(rig.send(ALICE, job, nonce - 1));
        assertThat(resent.accepted()).isTrue();
    }
}
