package io.potpool.shares;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.PoolRig.under;
import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.work.Job;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** (header, nonce) counts once, whoever sends it over whatever protocol. */
class DuplicateShareTest {

    private static final int THREADS = 8;

    private PoolRig rig;
    private Job job;

    @BeforeEach
    void start() throws IOException {
        rig = PoolRig.start(TestTerms.pps(10));
        job = rig.announce(100);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void sameNoncePipelinedIsAcceptedThenDuplicateAndHashedOnce() {
        rig.pow.plant(7, 50);
        rig.pow.hold();
        List<String> heard = new CopyOnWriteArrayList<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(rig.send(ALICE, job, 7).thenAccept(outcome -> heard.add(outcome.label())));
        }
        rig.pow.release();
        await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));

        assertThat(heard).containsExactly("accepted", "duplicate", "duplicate");
        assertThat(rig.pow.hashed()).isOne();
    }

    @Test
    void sameNonceOverTwoProtocolsIsDuplicate() {
        Lease lease = rig.reserve(3);
        lease.grant(ALICE, LeaseTerms.DEFAULT);
        long nonce = under(lease, 5);
        rig.pow.plant(nonce, 50);

        assertThat(told(rig.send(lease, ALICE, job, nonce)).accepted()).isTrue();
        assertThat(told(rig.send(BOB, job, nonce))).isEqualTo(new ShareOutcome.Duplicate());
        assertThat(rig.store.credits()).hasSize(1);
    }

    @Test
    void sameNonceOfAnotherHeaderIsAnotherShare() {
        rig.pow.plant(7, 50);
        Job next = rig.announce(100, 1, 1000);

        assertThat(told(rig.send(ALICE, job, 7)).accepted()).isTrue();
        assertThat(told(rig.send(ALICE, next, 7)).accepted()).isTrue();
        assertThat(rig.store.credits()).hasSize(2);
    }

    @Test
    void aLowShareSentAgainIsADuplicateWithoutHashing() {
        rig.pow.plant(7, 9);

        assertThat(told(rig.send(ALICE, job, 7))).isEqualTo(new ShareOutcome.LowDifficulty(false));
        assertThat(told(rig.send(BOB, job, 7))).isEqualTo(new ShareOutcome.Duplicate());
        assertThat(rig.pow.hashed()).isOne();
    }

    @Test
    void aLowShareSentAgainWhileItIsUnderWayIsHeldAgainstItsSenderOnce() {
        rig.pow.plant(7, 9);
        rig.pow.hold();
        CompletableFuture<ShareOutcome> first = rig.send(ALICE, job, 7);
        CompletableFuture<ShareOutcome> resent = rig.send(ALICE, job, 7);
        rig.pow.release();

        assertThat(told(first)).isEqualTo(new ShareOutcome.LowDifficulty(false));
        assertThat(told(resent)).isEqualTo(new ShareOutcome.Duplicate());
    }

    @Test
    void oneNonceFromManyThreadsIsCreditedOnce() throws InterruptedException {
        int nonces = 300;
        for (long nonce = 1; nonce <= nonces; nonce++) {
            rig.pow.plant(nonce, 50);
        }
        List<ShareOutcome> heard = new CopyOnWriteArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread sender = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException stop) {
                    return;
                }
                for (long nonce = 1; nonce <= nonces; nonce++) {
                    heard.add(told(rig.send(ALICE, job, nonce)));
                }
            });
            sender.start();
            senders.add(sender);
        }
        go.countDown();
        for (Thread sender : senders) {
            sender.join();
        }

        assertThat(heard).hasSize(nonces * THREADS);
        assertThat(heard.stream().filter(ShareOutcome::accepted)).hasSize(nonces);
        assertThat(heard.stream().filter(outcome -> !outcome.accepted()))
                .allMatch(new ShareOutcome.Duplicate()::equals);
        assertThat(rig.store.credits()).hasSize(nonces);
        assertThat(rig.pow.hashed()).isEqualTo(nonces);
    }
}
