package io.potpool;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.potpool.shares.ShareOutcome;
import io.potpool.spool.SpoolException;
import io.potpool.spool.SpoolSettings;
import io.potpool.spool.SpoolState;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.work.Job;
import io.potpool.work.SolutionFate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pool whose store goes away. */
class PoolSpoolTest {

    @TempDir
    Path dir;

    private PoolRig rig;
    private Job job;

    @BeforeEach
    void start() throws IOException {
        rig = PoolRig.start(TestTerms.pps(10), builder -> builder.spool(SpoolSettings.of(dir)));
        job = rig.announce(100);
        for (long nonce = 1; nonce <= 5; nonce++) {
            rig.pow.plant(nonce, 50);
        }
        rig.pow.plant(7, 5000);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private SpoolState spool() {
        return rig.pool.stats().spool().orElseThrow();
    }

    /** Waits until the store is known to be away; whether this share is answered in time is up to the machine. */
    private void spoolOne() {
        rig.send(ALICE, job, 5);
        await().until(() -> spool().records() > 0);
    }

    private void restart() throws IOException {
        rig.close();
        rig = rig.again(TestTerms.pps(10), builder -> builder.spool(SpoolSettings.of(dir)));
    }

    private long credits(long nonce) {
        return rig.store.credits().stream()
                .filter(credit -> credit.facts().nonce().value() == nonce)
                .count();
    }

    @Test
    void whileTheStoreIsAwaySharesAreAcceptedOnceAndCreditedWhenItIsBack() {
        rig.store.hold();
        spoolOne();
        assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
        assertThat(told(rig.send(BOB, job, 1))).isEqualTo(new ShareOutcome.Duplicate());
        assertThat(told(rig.send(ALICE, job, 2)).accepted()).isTrue();
        assertThat(spool().records()).isEqualTo(3);
        assertThat(spool().shares()).isEqualTo(3);
        assertThat(spool().bytes()).isPositive();
        assertThat(rig.store.credits()).isEmpty();

        rig.store.release();
        await().until(() -> spool().records() == 0);
        assertThat(spool().shares()).isZero();
        assertThat(credits(1)).isOne();
        assertThat(credits(2)).isOne();
        assertThat(told(rig.send(ALICE, job, 3)).accepted()).isTrue();
    }

    @Test
    void whatAnEarlierRunLeftIsADuplicateAndIsCredited() throws IOException {
        rig.store.failNext(Integer.MAX_VALUE);
        spoolOne();
        assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
        rig.close();
        rig.store.failNext(0);
        rig.store.failNextCommits(Integer.MAX_VALUE);
        rig = rig.again(TestTerms.pps(10), builder -> builder.spool(SpoolSettings.of(dir)));
        job = rig.announce(100);
        assertThat(spool().records()).isEqualTo(2);
        assertThat(spool().shares()).isEqualTo(2);
        assertThat(told(rig.send(BOB, job, 1))).isEqualTo(new ShareOutcome.Duplicate());
        assertThat(told(rig.send(BOB, job, 2)).accepted()).isTrue();

        rig.store.failNextCommits(0);
        await().until(() -> spool().records() == 0);
        assertThat(credits(1)).isOne();
        assertThat(credits(2)).isOne();
    }

    @Test
    void sharesOfHeightsLongGoneAreCreditedAfterARestartToo() throws IOException {
        rig.store.failNextCommits(Integer.MAX_VALUE);
        spoolOne();
        assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
        for (long height = 101; height < 140; height += 3) {
            rig.announce(height);
        }
        restart();
        job = rig.announce(139);
        assertThat(spool().records()).isEqualTo(2);
        rig.store.failNextCommits(0);
        await().until(() -> spool().records() == 0);
        assertThat(credits(1)).isOne();
    }

    @Test
    void aBlockFoundWhileTheStoreIsAwayIsSentAndRecordedByTheNextRun() throws IOException {
        rig.store.failNext(Integer.MAX_VALUE);
        spoolOne();
        CompletableFuture<ShareOutcome> answer = rig.send(ALICE, job, 7);
        await().until(() -> rig.node.solutions.size() == 1);
        assertThat(told(answer))
                .isInstanceOfSatisfying(
                        ShareOutcome.Accepted.class,
                        accepted -> assertThat(accepted.block()).isTrue());
        assertThat(rig.store.blocks()).isEmpty();
        rig.close();
        rig.store.failNext(0);
        restart();

        await().until(() -> rig.store.blocks().containsValue(SolutionFate.ACCEPTED));
        await().until(() -> credits(7) == 1);
        assertThat(rig.store.blocks()).hasSize(1);
    }

    @Test
    void aBlockFoundWhileTheStoreIsAwayIsRecordedWithItsFateWhenItIsBack() {
        rig.store.failNext(Integer.MAX_VALUE);
        told(rig.send(ALICE, job, 7));
        await().until(() -> rig.node.solutions.size() == 1);
        rig.store.failNext(0);

        await().until(() -> rig.store.blocks().containsValue(SolutionFate.ACCEPTED));
        assertThat(rig.node.solutions).hasSize(1);
    }

    @Test
    void aForeignFileKeepsThePoolFromStartingAndNothingIsHeldAfterwards() throws IOException {
        rig.close();
        Path foreign = Files.writeString(dir.resolve("mine.spool"), "notes");
        assertThatThrownBy(this::restart).isInstanceOf(SpoolException.class).hasMessageContaining("mine.spool");
        Files.delete(foreign);
        restart();

        assertThat(spool().records()).isZero();
    }
}
