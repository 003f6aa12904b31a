package io.potpool.shares;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.work.Job;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A share that solves a block is sent, whatever becomes of it, and is paid, whatever becomes of the block. */
class CandidateTest {

    private PoolRig rig;
    private Job job;

    @BeforeEach
    void start() throws IOException {
        rig = PoolRig.start(TestTerms.pps(10));
        job = rig.announce(100);
        rig.pow.plant(1, 5000);
        rig.pow.plant(2, 7000);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private ShareOutcome paid(long reached) {
        return new ShareOutcome.Accepted(
                new Wei(job.blockReward().value().divide(BigInteger.valueOf(100))), Difficulty.of(reached), 0, true);
    }

    @Test
    void aSolutionIsJournalledThenSentToTheNodeOfItsTemplate() {
        assertThat(told(rig.send(ALICE, job, 1))).isEqualTo(paid(5000));
        await().until(() -> rig.store.blocks().containsValue(SolutionFate.ACCEPTED));

        Solution sent = rig.node.solutions.get(0);
        assertThat(sent.header()).isEqualTo(job.header());
        assertThat(sent.nonce()).isEqualTo(new Nonce(1));
        assertThat(sent.nodeId()).isEqualTo("node");
        assertThat(sent.login()).isEqualTo(ALICE);
        assertThat(rig.node.solutions).hasSize(1);
    }

    @Test
    void aRefusedBlockDoesNotChangeTheSharesPay() {
        rig.node.answer = solution -> CompletableFuture.completedFuture(SolutionFate.REJECTED);

        assertThat(told(rig.send(ALICE, job, 1))).isEqualTo(paid(5000));
        await().until(() -> rig.store.blocks().containsValue(SolutionFate.REJECTED));
        assertThat(rig.store.credits()).hasSize(1);
    }

    @Test
    void aNodeClientThatThrowsDoesNotChangeTheSharesPay() {
        rig.node.answer = solution -> {
            throw new IllegalStateException("planted");
        };

        assertThat(told(rig.send(ALICE, job, 1))).isEqualTo(paid(5000));
        assertThat(rig.store.credits()).hasSize(1);
    }

    @Test
    void aSecondSolutionOfTheSameHeaderIsSentToo() {
        told(rig.send(ALICE, job, 1));
        told(rig.send(BOB, job, 2));

        await().until(() -> rig.node.solutions.size() == 2);
    }

    @Test
    void aBlockIsSentThoughTheStoreIsAway() {
        rig.store.hold();
        CompletableFuture<ShareOutcome> answer = rig.send(ALICE, job, 1);

        await().until(() -> rig.node.solutions.size() == 1);
        assertThat(rig.store.blocks()).isEmpty();
        rig.store.release();
        told(answer);
    }

    @Test
    void aBlockIsSentThoughTheJournalIsFullAndItsShareCanBeSentAgain() {
        rig.store.hold();
        long nonce = 1000;
        while (rig.metric("journal.queued") < rig.metric("journal.bound")) {
            for (int i = 0; i < 1000; i++) {
                rig.pow.plant(nonce, 50);
                rig.send(ALICE, job, nonce++);
            }
            long sent = nonce - 1000;
            await().until(() -> rig.pow.hashed() == sent);
        }

        assertThat(told(rig.send(ALICE, job, 1))).isEqualTo(new ShareOutcome.NotReady());
        await().until(() -> rig.node.solutions.size() == 1);
        rig.store.release();
        await().until(() -> rig.metric("journal.queued") == 0);
        assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
        assertThat(rig.node.solutions).hasSize(1);
    }

    @Test
    void closeWaitsForTheNodesAnswer() {
        CompletableFuture<SolutionFate> answer = new CompletableFuture<>();
        rig.node.answer = solution -> answer;
        told(rig.send(ALICE, job, 1));
        await().until(() -> rig.node.solutions.size() == 1);
        Thread closing = new Thread(rig::close);
        closing.start();
        await().until(() -> told(rig.send(ALICE, job, 2)).equals(new ShareOutcome.NotReady()));
        answer.complete(SolutionFate.ACCEPTED);

        await().until(() -> !closing.isAlive());
        assertThat(rig.store.blocks()).containsValue(SolutionFate.ACCEPTED);
    }
}
