package io.potpool;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.TestChain.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.shares.ShareOutcome;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.work.Job;
import io.potpool.work.SolutionFate;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ListenersAreNotFeltTest {

    @Test
    void aThrowingListenerIsCountedAndTheOthersAreTold() throws IOException {
        List<ShareOutcome> heard = new CopyOnWriteArrayList<>();
        List<SolutionFate> fates = new CopyOnWriteArrayList<>();
        try (PoolRig rig = PoolRig.start(
                TestTerms.pps(10),
                builder -> builder.shareListener((sent, outcome) -> {
                            throw new NoClassDefFoundError("planted");
                        })
                        .shareListener((sent, outcome) -> heard.add(outcome))
                        .blockListener((solution, fate) -> {
                            throw new IllegalStateException("planted");
                        })
                        .blockListener((solution, fate) -> fates.add(fate)))) {
            Job job = rig.announce(100);
            rig.pow.plant(1, 5000);

            ShareOutcome outcome = told(rig.send(ALICE, job, 1));
            assertThat(outcome.accepted()).isTrue();
            await().until(() -> heard.equals(List.of(outcome)));
            await().until(() -> fates.equals(List.of(SolutionFate.PENDING, SolutionFate.ACCEPTED)));
            assertThat(rig.metric("listeners.fault")).isEqualTo(3);
        }
    }

    @Test
    void aListenerThatNeverReturnsCostsEventsNotShares() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (PoolRig rig = PoolRig.start(
                TestTerms.pps(10),
                builder -> builder.shareListener((sent, outcome) -> {
                    try {
                        never.await();
                    } catch (InterruptedException stop) {
                        Thread.currentThread().interrupt();
                    }
                }))) {
            Job job = rig.announce(100);
            rig.pow.plant(1, 50);
            rig.pow.plant(2, 50);
            assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
            while (rig.metric("listeners.dropped") == 0) {
                told(rig.send(ALICE, job, 1));
            }

            assertThat(told(rig.send(ALICE, job, 2)).accepted()).isTrue();
        }
    }
}
