package io.potpool.shares;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.TestChain.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.work.Job;
import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of shares whose height has passed. */
class LateShareTest {

    private PoolRig rig;
    private Job job;

    @BeforeEach
    void start() throws IOException {
        rig = PoolRig.start(TestTerms.pps(10));
        job = rig.announce(100);
        rig.pow.plant(1, 50);
        rig.pow.plant(2, 50);
        rig.pow.plant(3, 5000);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Wei eighths(long count) {
        return new Wei(
                job.blockReward().value().multiply(BigInteger.valueOf(count)).divide(BigInteger.valueOf(800)));
    }

    @Test
    void lagIsFixedWhenTheLineIsRead() {
        rig.pow.hold();
        CompletableFuture<ShareOutcome> inTime = rig.send(ALICE, job, 1);
        rig.announce(101);
        rig.announce(102);
        rig.pow.release();

        assertThat(told(inTime)).isEqualTo(new ShareOutcome.Accepted(eighths(8), Difficulty.of(50), 0, false));
        assertThat(told(rig.send(ALICE, job, 2)))
                .isEqualTo(new ShareOutcome.Accepted(eighths(6), Difficulty.of(50), 2, false));
    }

    @Test
    void aShareTooLateToBePaidIsStaleButItsBlockIsSent() {
        rig.announce(103);

        assertThat(told(rig.send(ALICE, job, 1))).isEqualTo(new ShareOutcome.Stale(3, false));
        assertThat(told(rig.send(ALICE, job, 3))).isEqualTo(new ShareOutcome.Stale(3, true));
        await().until(() -> rig.node.solutions.size() == 1);
        assertThat(rig.store.credits()).isEmpty();
    }

    @Test
    void aJobOutsideTheWindowIsUnknownAndNotHashed() {
        rig.announce(107);

        assertThat(told(rig.send(ALICE, job, 1))).isEqualTo(new ShareOutcome.UnknownJob());
        assertThat(rig.pow.hashed()).isZero();
    }

    @Test
    void aHeaderThatOnlyBeginsLikeAJobsIsUnknown() {
        Job forged = new Job(
                new Hash256(job.header().w0(), 0, 0, 0),
                job.seed(),
                job.height(),
                job.epoch(),
                job.networkTarget(),
                job.network(),
                job.blockReward(),
                job.nodeId(),
                true);

        assertThat(told(rig.send(ALICE, forged, 1))).isEqualTo(new ShareOutcome.UnknownJob());
        assertThat(rig.pow.hashed()).isZero();
    }
}
