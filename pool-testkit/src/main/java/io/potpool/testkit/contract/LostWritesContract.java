package io.potpool.testkit.contract;

import static io.potpool.testkit.contract.PoolStoreContract.await;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.ForgottenInstanceException;
import io.potpool.spi.Holdings;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.spi.Leadership;
import io.potpool.spi.PoolStore;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a shared store must do that has lost writes which it had confirmed, as after a failover to a copy that was behind: what a
 * nonce is paid under at a height stays what some instance has read it to be, and first bytes stay whose they are.
 */
public abstract class LostWritesContract {

    private static final JournalId A = new JournalId(0xa, 1);
    private static final JournalId B = new JournalId(0xb, 2);
    private static final ExtranonceSpace EDGE = new ExtranonceSpace(252, 255);

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    /** Opens the store whose data lie in, or are named by, this directory. */
    protected abstract PoolStore open(Path dir);

    /** Returns what makes the store lose all that it is told from now on until then. */
    protected abstract Runnable copyOf(PoolStore store);

    /** One instance, with what it would know and say. */
    private static final class Side {
        final PoolStore store;
        final JournalId id;
        final List<TermsRecord> known = new ArrayList<>();
        final Set<Integer> bytes = new HashSet<>();
        long seen;
        long loss;

        Side(PoolStore store, JournalId id) {
            this.store = store;
            this.id = id;
            await(store.instances().register(new Instance(id, id.toString(), "1.0", SampleShares.AT)));
        }

        Agreement heard(Agreement reply) {
            loss = reply.loss().number();
            if (loss > 0) {
                seen = lastKnown();
            }
            reply.settled().stream()
                    .filter(entry -> entry.sequence() > lastKnown())
                    .forEach(known::add);
            reply.pending().forEach(entry -> seen = Math.max(seen, entry.sequence()));
            seen = Math.max(seen, lastKnown());
            return reply;
        }

        long lastKnown() {
            return known.isEmpty() ? 0 : known.get(known.size() - 1).sequence();
        }

        Agreement announce(long height) {
            return heard(await(store.heights().announce(id, height, lastKnown())));
        }

        Agreement confirm() {
            Agreement now = announce(-1);
            return heard(await(store.instances()
                    .confirm(new Confirmation(
                            id,
                            lastKnown(),
                            seen,
                            -1,
                            90,
                            now.at(),
                            InstanceState.NONE,
                            new Holdings(loss, loss > 0 ? List.copyOf(known) : List.of(), bytes)))));
        }

        CompletableFuture<TermsRecord> append(long prefix) {
            return store.terms().append(id, lease(prefix), () -> -1).toCompletableFuture();
        }

        int take() {
            int taken = await(store.instances().takeFirstByte(id, EDGE, bytes)).orElseThrow();
            bytes.add(taken);
            return taken;
        }
    }

    private static TermsChange lease(long prefix) {
        return new TermsChange.Lease(new NoncePrefix(3, prefix), ALICE, LeaseTerms.DEFAULT);
    }

    private interface Rule {
        void holds(Side a, Side b);
    }

    private void withTwo(Rule rule) {
        try (PoolStore one = open(dir);
                PoolStore other = open(dir)) {
            Side a = new Side(one, A);
            Side b = new Side(other, B);
            a.announce(100);
            a.confirm();
            b.confirm();
            rule.holds(a, b);
        }
    }

    private static void agree(Side a, Side b) {
        for (int round = 0; round < 3; round++) {
            a.confirm();
            b.confirm();
        }
    }

    @Test
    public void aLostRecordThatAnyInstanceHasReadHoldsAgainFromItsHeight() {
        withTwo((a, b) -> {
            Runnable failover = copyOf(a.store);
            a.append(1);
            agree(a, b);
            assertThat(a.known).extracting(TermsRecord::fromHeight).containsExactly(101L);
            a.announce(105);
            failover.run();
            b.known.clear();
            b.seen = 0;
            assertThat(a.store.terms().load(0)).isEmpty();

            b.announce(107);
            agree(a, b);
            assertThat(b.known).isEqualTo(a.known);
            assertThat(b.store.terms().load(0)).isEqualTo(a.known);
            assertThat(b.announce(-1).announced()).isEqualTo(107);
        });
    }

    @Test
    public void aRecordThatGotALostNumberGoesBehindTheOneThatHadIt() {
        withTwo((a, b) -> {
            Runnable failover = copyOf(a.store);
            a.append(1);
            agree(a, b);
            failover.run();
            b.known.clear();
            b.seen = 0;
            b.append(2);
            agree(a, b);
            agree(a, b);
            assertThat(b.store.terms().load(0)).extracting(TermsRecord::change).containsExactly(lease(1), lease(2));
            assertThat(b.store.terms().load(0)).isEqualTo(a.known).isEqualTo(b.known);
            assertThat(a.known.get(0).fromHeight()).isEqualTo(101);
        });
    }

    @Test
    public void whoWasToldOfALostPendingRecordHasNotSeenTheOneInItsPlace() {
        withTwo((a, b) -> {
            Runnable failover = copyOf(a.store);
            b.append(1);
            // the store confirms it to the one who is told, before that is lost
            b.announce(-1);
            assertThat(a.confirm().pending()).hasSize(1);
            failover.run();
            CompletableFuture<TermsRecord> other = b.append(2);
            b.announce(-1);
            for (int round = 0; round < 3; round++) {
                b.confirm();
            }
            Agreement now = await(a.store.heights().announce(A, -1, 0));
            await(a.store.instances().confirm(new Confirmation(A, 0, 9, -1, 90, now.at(), InstanceState.NONE)));
            b.confirm();
            assertThat(other).isNotDone();
            assertThat(a.store.terms().load(0)).isEmpty();

            a.heard(now);
            assertThat(a.confirm().pending()).extracting(TermsRecord::change).contains(lease(2));
            agree(a, b);
            assertThat(a.known).extracting(TermsRecord::change).contains(lease(2));
        });
    }

    @Test
    public void whatHasSettledOtherwiseSinceIsRefusedAndItsInstanceRemoved() {
        withTwo((a, b) -> {
            a.append(1);
            a.confirm();
            Runnable failover = copyOf(a.store);
            agree(a, b);
            assertThat(a.known).extracting(TermsRecord::fromHeight).containsExactly(101L);
            failover.run();
            // the other one has not read it, and the first still counts as fresh
            b.known.clear();
            b.seen = 0;
            b.announce(150);
            b.confirm();
            b.confirm();
            b.confirm();
            assertThat(b.known).extracting(TermsRecord::fromHeight).containsExactly(151L);

            assertThatThrownBy(a::confirm)
                    .hasRootCauseInstanceOf(ForgottenInstanceException.class)
                    .hasStackTraceContaining("record 1 of the terms log otherwise");
            assertThat(b.store.terms().load(0)).isEqualTo(b.known);
            assertThat(b.store.instances().all())
                    .extracting(InstanceView::instance)
                    .extracting(Instance::id)
                    .containsExactly(B);
        });
    }

    @Test
    public void aLostFirstByteIsItsInstancesAgain() {
        withTwo((a, b) -> {
            Runnable failover = copyOf(a.store);
            int own = a.take();
            failover.run();
            assertThat(a.confirm().loss().othersBytes()).isEmpty();
            assertThat(b.take()).isNotEqualTo(own);
        });
    }

    @Test
    public void whoseLostFirstByteAnotherHasGotIsTold() {
        withTwo((a, b) -> {
            Runnable failover = copyOf(a.store);
            int own = a.take();
            failover.run();
            assertThat(b.take()).isEqualTo(own);
            assertThat(a.confirm().loss().othersBytes()).containsExactly(own);
            assertThat(b.confirm().loss().othersBytes()).isEmpty();
        });
    }

    @Test
    public void theTokenOfAnOfficeRisesAboveOneThatWasLost() {
        withTwo((a, b) -> {
            Duration ttl = Duration.ofMinutes(5);
            Runnable failover = copyOf(a.store);
            Leadership lost =
                    await(a.store.leadership().take("payouts", A, ttl)).orElseThrow();
            failover.run();
            // the clock of a token has milliseconds
            Instant taken = lost.until().minus(ttl);
            Awaitility.await().until(() -> a.confirm().at().isAfter(taken));
            Leadership next =
                    await(b.store.leadership().take("payouts", B, ttl)).orElseThrow();
            assertThat(next.token()).isGreaterThan(lost.token());
            assertThat(await(a.store.leadership().take("payouts", A, ttl))).isEmpty();
        });
    }
}
