package io.potpool.testkit.contract;

import static io.potpool.testkit.contract.PoolStoreContract.await;
import static io.potpool.testkit.contract.SampleShares.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.potpool.domain.Difficulty;
import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.FixedJob;
import io.potpool.spi.ForgottenInstanceException;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.JournalId;
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
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link InstanceStore} must do, and what terms and heights of its store must do over two instances.
 *
 * <p>A store that one process has to itself says so by {@link #manyInstances}; the rules that need two are skipped then.
 */
public abstract class InstancesContract {

    private static final JournalId A = new JournalId(0xa, 1);
    private static final JournalId B = new JournalId(0xb, 2);
    private static final ExtranonceSpace EDGE = new ExtranonceSpace(252, 255);

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    /** Opens the store whose data lie in, or are named by, this directory; where many may use it, also twice. */
    protected abstract PoolStore open(Path dir);

    /** Returns whether several processes may use the store at once. */
    protected boolean manyInstances() {
        return true;
    }

    private static TermsChange lease(long prefix) {
        return new TermsChange.Lease(new NoncePrefix(3, prefix), ALICE, LeaseTerms.DEFAULT);
    }

    private static Agreement register(PoolStore store, JournalId id, String name) {
        return await(store.instances().register(new Instance(id, name, "1.0", SampleShares.AT)));
    }

    private static Confirmation confirmation(JournalId id, long known, long seen, Instant storeTime) {
        return new Confirmation(id, known, seen, -1, 90, storeTime, InstanceState.NONE);
    }

    private static Agreement confirm(PoolStore store, JournalId id, long known, long seen, Instant storeTime) {
        return await(store.instances().confirm(confirmation(id, known, seen, storeTime)));
    }

    /** A fresh confirmation that tells of no unsettled record. */
    private static Instant refresh(PoolStore store, JournalId id) {
        Instant now = await(store.heights().announce(id, -1, Long.MAX_VALUE)).at();
        return confirm(store, id, 0, 0, now).at();
    }

    private static CompletableFuture<TermsRecord> append(PoolStore store, JournalId by, long prefix) {
        return store.terms().append(by, lease(prefix), () -> -1).toCompletableFuture();
    }

    @Test
    public void aRecordOfTheOnlyInstanceSettlesAtOnce() {
        try (PoolStore store = open(dir)) {
            register(store, A, "a");
            await(store.heights().announce(A, 100, 0));
            TermsRecord entry = await(append(store, A, 1));
            assertThat(entry.fromHeight()).isEqualTo(101);
            assertThat(entry.by()).isEqualTo(A);
            Agreement reply = await(store.heights().announce(A, 101, entry.sequence() - 1));
            assertThat(reply.settled()).containsExactly(entry);
            assertThat(reply.announced()).isEqualTo(101);
            assertThat(reply.best()).isEqualTo(101);
            assertThat(confirm(store, A, entry.sequence(), entry.sequence(), reply.at())
                            .settled())
                    .isEmpty();
        }
    }

    @Test
    public void whoIsNotRegisteredIsRefused() {
        try (PoolStore store = open(dir)) {
            Instant now = register(store, A, "a").at();
            await(store.instances().retire(A));
            assertThatThrownBy(() -> confirm(store, A, 0, 0, now))
                    .hasRootCauseInstanceOf(ForgottenInstanceException.class);
            assertThat(store.instances().all()).isEmpty();
        }
    }

    @Test
    public void aHeaderMeansWhatItMeantFirst() {
        FixedJob first = new FixedJob(SampleShares.header(100), 100, Difficulty.of(7));
        try (PoolStore store = open(dir)) {
            assertThat(await(store.heights().fix(first))).isEqualTo(first);
            assertThat(await(store.heights().fix(new FixedJob(first.header(), 101, Difficulty.MAX))))
                    .isEqualTo(first);
        }
    }

    @Test
    public void everyFirstByteIsTakenOnceAndTheEdgesLast() {
        try (PoolStore store = open(dir)) {
            register(store, A, "a");
            List<Integer> taken = new ArrayList<>();
            OptionalInt next = await(store.instances().takeFirstByte(A, EDGE, Set.of()));
            while (next.isPresent()) {
                taken.add(next.getAsInt());
                next = await(store.instances().takeFirstByte(A, EDGE, Set.copyOf(taken)));
            }
            assertThat(taken).containsExactlyInAnyOrder(252, 253, 254, 255);
            assertThat(taken.get(3)).isEqualTo(255);
        }
    }

    @Test
    public void aFirstByteWhoseAnswerWasLostIsGivenAgain() {
        try (PoolStore store = open(dir)) {
            register(store, A, "a");
            OptionalInt first = await(store.instances().takeFirstByte(A, EDGE, Set.of()));
            assertThat(await(store.instances().takeFirstByte(A, EDGE, Set.of())))
                    .isEqualTo(first);
            assertThat(await(store.instances().takeFirstByte(A, EDGE, Set.of(first.getAsInt()))))
                    .isPresent()
                    .isNotEqualTo(first);
        }
    }

    @Test
    public void instancesAreSeenWithWhatTheyConfirmedLast() {
        InstanceState state = new InstanceState(12, 345, List.of());
        try (PoolStore store = open(dir)) {
            Instant at = register(store, A, "a").at();
            Confirmation told = new Confirmation(A, 0, 0, -1, 77, at, state);
            Agreement reply = await(store.instances().confirm(told));
            assertThat(reply.leastCommittable()).isEqualTo(77);
            assertThat(store.instances().all()).singleElement().satisfies(view -> {
                assertThat(view.instance()).isEqualTo(new Instance(A, "a", "1.0", SampleShares.AT));
                assertThat(view.latest()).isEqualTo(told);
                assertThat(view.at()).isBeforeOrEqualTo(Instant.now().plus(Duration.ofMinutes(1)));
            });
        }
    }

    private interface Rule {
        void holds(PoolStore a, PoolStore b);
    }

    private void withTwo(Rule rule) {
        assumeTrue(manyInstances(), "the store has one instance only");
        try (PoolStore a = open(dir);
                PoolStore b = open(dir)) {
            register(a, A, "a");
            register(b, B, "b");
            rule.holds(a, b);
        }
    }

    @Test
    public void aRecordSettlesWhenEveryInstanceHasSeenIt() {
        withTwo((a, b) -> {
            CompletableFuture<TermsRecord> appended = append(a, A, 1);
            refresh(a, A);
            Instant now = refresh(b, B);
            Agreement told = confirm(b, B, 0, 0, now);
            assertThat(told.settled()).isEmpty();
            assertThat(told.pending()).singleElement().satisfies(entry -> {
                assertThat(entry.change()).isEqualTo(lease(1));
                assertThat(entry.by()).isEqualTo(A);
                assertThat(entry.sequence()).isEqualTo(told.lastSequence());
            });
            assertThat(appended).isNotDone();
            assertThat(a.terms().load(0)).isEmpty();

            long sequence = told.lastSequence();
            assertThat(confirm(b, B, 0, sequence, told.at()).settled()).hasSize(1);
            refresh(a, A);
            assertThat(await(appended).sequence()).isEqualTo(sequence);
            assertThat(b.terms().load(0)).containsExactly(await(appended));
        });
    }

    @Test
    public void aRecordOfWhoIsNotRegisteredWaitsForWhoIs() {
        assumeTrue(manyInstances(), "the store has one instance only");
        try (PoolStore store = open(dir)) {
            register(store, A, "a");
            CompletableFuture<TermsRecord> appended = append(store, B, 1);
            Agreement told = confirm(store, A, 0, 0, refresh(store, A));
            assertThat(told.settled()).isEmpty();
            assertThat(told.pending()).hasSize(1);
            assertThat(appended).isNotDone();
            confirm(store, A, 0, told.lastSequence(), told.at());
            assertThat(await(appended).sequence()).isEqualTo(told.lastSequence());
        }
    }

    @Test
    public void aRecordHoldsAboveWhatAnyInstanceHasAnnouncedWhenItSettles() {
        withTwo((a, b) -> {
            await(a.heights().announce(A, 100, 0));
            CompletableFuture<TermsRecord> appended = append(a, A, 1);
            await(b.heights().announce(B, 104, 0));
            refresh(a, A);
            confirm(b, B, 0, 1, refresh(b, B));
            refresh(a, A);
            assertThat(await(appended).fromHeight()).isEqualTo(105);
        });
    }

    @Test
    public void aConfirmationThatComesLateCountsForNothing() {
        withTwo((a, b) -> {
            CompletableFuture<TermsRecord> appended = append(a, A, 1);
            refresh(a, A);
            Instant old = refresh(b, B).minus(InstanceStore.FRESH);
            assertThat(confirm(b, B, 0, 1, old).settled()).isEmpty();
            refresh(a, A);
            assertThat(appended).isNotDone();
            confirm(b, B, 0, 1, refresh(b, B));
            refresh(a, A);
            await(appended);
        });
    }

    @Test
    public void whoAppendsHasSeenHisOwnRecordAndNoOther() {
        withTwo((a, b) -> {
            CompletableFuture<TermsRecord> first = append(a, A, 1);
            refresh(a, A);
            CompletableFuture<TermsRecord> second = append(b, B, 2);
            Agreement told = confirm(b, B, 0, 0, refresh(b, B));
            assertThat(told.settled()).isEmpty();
            assertThat(told.pending()).hasSize(2);

            confirm(a, A, 0, 2, refresh(a, A));
            assertThat(confirm(b, B, 0, 0, refresh(b, B)).settled()).isEmpty();
            confirm(b, B, 0, 1, refresh(b, B));
            refresh(a, A);
            assertThat(await(second).sequence()).isGreaterThan(await(first).sequence());
        });
    }

    @Test
    public void anAnnouncementBringsAllThatIsSettledAfterWhatIsKnown() {
        withTwo((a, b) -> {
            CompletableFuture<TermsRecord> first = append(a, A, 1);
            CompletableFuture<TermsRecord> second = append(a, A, 2);
            refresh(a, A);
            confirm(b, B, 0, 2, refresh(b, B));
            refresh(a, A);
            assertThat(await(b.heights().announce(B, 100, 0)).settled()).containsExactly(await(first), await(second));
            assertThat(await(b.heights().announce(B, 101, 1)).settled()).containsExactly(await(second));
        });
    }

    @Test
    public void whoIsRetiredHoldsNothingUp() {
        withTwo((a, b) -> {
            CompletableFuture<TermsRecord> appended = append(a, A, 1);
            assertThat(appended).isNotDone();
            await(b.instances().retire(B));
            refresh(a, A);
            await(appended);
        });
    }

    @Test
    public void whoJoinsHasToSeeWhatIsPending() {
        withTwo((a, b) -> {
            await(b.instances().retire(B));
            register(b, B, "b");
            CompletableFuture<TermsRecord> appended = append(a, A, 1);
            JournalId third = new JournalId(3, 3);
            register(b, third, "c");
            refresh(a, A);
            confirm(b, B, 0, 1, refresh(b, B));
            assertThat(appended).isNotDone();
            confirm(b, third, 0, 1, refresh(b, third));
            refresh(a, A);
            await(appended);
        });
    }

    @Test
    public void anInstanceFarAboveAllOthersDoesNotMoveTheSharedHeight() {
        withTwo((a, b) -> {
            assertThat(await(a.heights().announce(A, 100, 0)).best()).isEqualTo(100);
            assertThat(await(b.heights().announce(B, 108, 0)).best()).isEqualTo(100);
            assertThat(await(b.heights().announce(B, 108, 0)).announced()).isEqualTo(108);
            assertThat(await(a.heights().announce(A, 101, 0)).best()).isEqualTo(108);
            assertThat(a.heights().reference()).isEqualTo(108);
        });
    }

    @Test
    public void theLeastOfAllHeightsCountsAsCommittable() {
        withTwo((a, b) -> {
            Instant now = refresh(a, A);
            Confirmation low = new Confirmation(B, 0, 0, -1, 50, now, InstanceState.NONE);
            assertThat(await(b.instances().confirm(low)).leastCommittable()).isEqualTo(50);
            assertThat(confirm(a, A, 0, 0, now).leastCommittable()).isEqualTo(50);
            await(b.instances().retire(B));
            assertThat(confirm(a, A, 0, 0, now).leastCommittable()).isEqualTo(90);
        });
    }

    @Test
    public void aFirstByteIsFreeAgainWhenNoHeightOfItsOwnerCanBeCommitted() {
        withTwo((a, b) -> {
            await(b.heights().announce(B, 95, 0));
            Set<Integer> bytes = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                PoolStore store = i % 2 == 0 ? a : b;
                bytes.add(await(store.instances().takeFirstByte(i % 2 == 0 ? A : B, EDGE, bytes))
                        .orElseThrow());
            }
            assertThat(bytes).hasSize(4);
            await(b.instances().retire(B));
            refresh(a, A);
            assertThat(await(a.instances().takeFirstByte(A, EDGE, bytes))).isEmpty();
            Instant now = refresh(a, A);
            await(a.instances().confirm(new Confirmation(A, 0, 0, -1, 96, now, InstanceState.NONE)));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(await(a.instances().takeFirstByte(A, EDGE, bytes)))
                            .isPresent());
        });
    }
}
