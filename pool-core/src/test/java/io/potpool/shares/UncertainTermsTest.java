package io.potpool.shares;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.PoolRig.under;
import static io.potpool.support.TestChain.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.work.Job;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A height is announced while the store is away and a grant is on its way to it. */
class UncertainTermsTest {

    private PoolRig rig;
    private Lease lease;
    private Job job;

    @BeforeEach
    void start() throws IOException {
        rig = PoolRig.start(TestTerms.pps(10));
        rig.announce(100);
        lease = rig.reserve(3);
        rig.store.hold();
        lease.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50)));
        job = rig.announce(101);
        rig.pow.plant(under(lease, 1), 60);
        rig.pow.plant(under(lease, 2), 5000);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aShareThatTheGrantMayDecideIsNotTakenUntilTheStoreHasAnswered() {
        assertThat(told(rig.send(lease, ALICE, job, under(lease, 1)))).isEqualTo(new ShareOutcome.NotReady());
        assertThat(told(rig.send(ALICE, job, under(lease, 1)))).isEqualTo(new ShareOutcome.NotReady());
        assertThat(rig.metric("shares.uncertainTerms")).isEqualTo(2);

        rig.store.release();
        await().until(() -> told(rig.send(lease, ALICE, job, under(lease, 1))).accepted());
        assertThat(rig.store.credits()).hasSize(1);
    }

    @Test
    void aBlockIsSentAllTheSame() {
        assertThat(told(rig.send(lease, ALICE, job, under(lease, 2)))).isEqualTo(new ShareOutcome.NotReady());

        await().until(() -> rig.node.solutions.size() == 1);
        rig.store.release();
    }
}
