package io.potpool;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.PoolRig.under;
import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static io.potpool.support.TestChain.CHAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.UncleRule;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import io.potpool.shares.ShareOutcome;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.TermsChange;
import io.potpool.work.Job;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pool takes over from the one before it on the same store. */
class PoolRestartTest {

    private PoolRig rig;
    private Job job;

    @BeforeEach
    void start() throws IOException {
        rig = PoolRig.start(TestTerms.pps(10));
        job = rig.announce(100);
        rig.pow.plant(1, 50);
        rig.pow.plant(2, 5000);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void restart(long difficulty) throws IOException {
        rig.close();
        rig = rig.again(TestTerms.pps(difficulty));
    }

    private Lease granted(long difficulty) {
        Lease lease = rig.reserve(3);
        int before = rig.store.records().size();
        lease.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(difficulty)));
        await().until(() -> rig.store.records().size() > before);
        return lease;
    }

    private Difficulty paidAt(long nonce) {
        return rig.store.credits().stream()
                .filter(credit -> credit.facts().nonce().value() == nonce)
                .findFirst()
                .orElseThrow()
                .facts()
                .effective();
    }

    @Test
    void storedSharesAreDuplicatesWithoutHashing() throws IOException {
        assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
        restart(10);
        job = rig.announce(100);

        assertThat(told(rig.send(BOB, job, 1))).isEqualTo(new ShareOutcome.Duplicate());
        assertThat(rig.pow.hashed()).isOne();
        assertThat(rig.store.credits()).hasSize(1);
    }

    @Test
    void storedSharesStayDuplicatesForAsLongAsTheirJobCounts() throws IOException {
        assertThat(told(rig.send(ALICE, job, 1)).accepted()).isTrue();
        restart(10);
        rig.announce(100);
        rig.announce(106);

        assertThat(told(rig.send(BOB, job, 1))).isEqualTo(new ShareOutcome.Duplicate());
    }

    @Test
    void solutionsOfUnknownFateAreSentAgain() throws IOException {
        rig.node.answer = solution -> new CompletableFuture<>();
        told(rig.send(ALICE, job, 2));
        await().until(() -> rig.node.solutions.size() == 1);
        restart(10);

        await().until(() -> rig.node.solutions.size() == 1);
        assertThat(rig.node.solutions.get(0).header()).isEqualTo(job.header());
    }

    @Test
    void solutionsWithAnAnswerAreNotSentAgain() throws IOException {
        told(rig.send(ALICE, job, 2));
        await().until(() -> rig.metric("blocks.underWay") == 0);
        restart(10);
        rig.announce(100);

        assertThat(rig.node.solutions).isEmpty();
    }

    @Test
    void leasesEndWithTheNextHeightAndHoldUntilThen() throws IOException {
        Lease lease = granted(100);
        rig.announce(101);
        rig.pow.plant(under(lease, 1), 99);
        rig.pow.plant(under(lease, 2), 100);
        restart(10);

        Job same = rig.announce(101);
        assertThat(told(rig.send(ALICE, same, under(lease, 1)))).isEqualTo(new ShareOutcome.LowDifficulty(true));
        assertThat(told(rig.send(ALICE, same, under(lease, 2))).accepted()).isTrue();
        assertThat(paidAt(under(lease, 2))).isEqualTo(Difficulty.of(100));
        await().until(() -> rig.store.records().stream()
                .anyMatch(entry -> entry.change().equals(new TermsChange.End(lease.prefix()))));
        Job next = rig.announce(102);
        assertThat(told(rig.send(ALICE, next, under(lease, 1))).accepted()).isTrue();
    }

    @Test
    void anOldPrefixIsNotGrantedWhileItDecidesAHeight() throws IOException {
        Lease lease = granted(100);
        rig.announce(101);
        restart(10);
        rig.announce(101);

        Set<NoncePrefix> granted = new HashSet<>();
        for (int i = 0; i < 600; i++) {
            granted.add(rig.reserve(3).prefix());
        }
        assertThat(granted).hasSize(600).doesNotContain(lease.prefix());
    }

    @Test
    void newDefaultTermsHoldOnlyAboveTheHighestHeightEverAnnounced() throws IOException {
        restart(20);
        Job same = rig.announce(100);
        Job next = rig.announce(101);
        rig.pow.plant(5, 15);

        assertThat(rig.gateway().defaultDifficulty(same)).isEqualTo(Difficulty.of(10));
        assertThat(rig.gateway().defaultDifficulty(next)).isEqualTo(Difficulty.of(20));
        assertThat(told(rig.send(ALICE, same, 5)).accepted()).isTrue();
        assertThat(told(rig.send(ALICE, next, 5))).isEqualTo(new ShareOutcome.LowDifficulty(false));
    }

    @Test
    void anOverriddenRewardPaysOnlyAboveTheHighestHeightEverAnnounced() throws IOException {
        rig.close();
        ChainSpec overridden = CHAIN.toBuilder()
                .reward(0, Wei.of(77_000))
                .uncles(0, UncleRule.NONE)
                .build();
        rig = rig.again(TestTerms.pps(10), builder -> builder.chain(overridden));
        Job same = rig.announce(100);
        told(rig.send(ALICE, same, 1));
        Job next = rig.announce(101);
        told(rig.send(BOB, next, 1));
        rig.pow.plant(3, 50);
        assertThat(told(rig.send(BOB, same, 3)).accepted())
                .as("one late by an uncle rule that still paid it")
                .isTrue();

        assertThat(rig.store.credits())
                .extracting(credit -> credit.facts().blockReward())
                .containsExactly(CHAIN.blockReward(100), Wei.of(77_000), CHAIN.blockReward(100));
    }

    @Test
    void theSameDefaultTermsAreNotRecordedAgain() throws IOException {
        restart(10);

        assertThat(rig.store.records()).hasSize(1);
    }
}
