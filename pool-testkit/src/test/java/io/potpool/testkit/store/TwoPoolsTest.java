package io.potpool.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spi.RemovalCause;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What whole pools do beside each other on one store. */
class TwoPoolsTest {

    private static final Address ALICE = Address.parse("0x" + "a1".repeat(20));

    private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    private final SharedMemoryStore store =
            new SharedMemoryStore(() -> Instant.now().plus(later.get()));
    private BarePool a;
    private BarePool b;

    private static Terms terms(long difficulty) {
        return new Terms(
                Difficulty.of(difficulty),
                new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.UNCLE, "pps"));
    }

    @BeforeEach
    void start() throws IOException {
        a = new BarePool(store, "a", terms(10), builder -> {});
        b = new BarePool(store, "b", terms(10), builder -> {});
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private List<String> registered() {
        return store.all().stream().map(view -> view.instance().name()).toList();
    }

    private List<TermsChange> changes() {
        return store.load(0).stream().map(TermsRecord::change).toList();
    }

    @Test
    void eachShowsAllAndACleanEndLeavesTheRegister() {
        assertThat(registered()).containsExactly("a", "b");
        await().untilAsserted(() -> assertThat(a.pool.stats().instances())
                .extracting(InstanceView::instance)
                .extracting(instance -> instance.name())
                .containsExactly("a", "b"));

        b.close();
        assertThat(registered()).containsExactly("a");
    }

    @Test
    void aStartWithOtherTermsIsRefusedNamingBothAndChangesNothing() {
        assertThatThrownBy(() -> new BarePool(store, "c", terms(20), builder -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run on the default terms \"share difficulty 10, pps a=0 cap=0 fee=0 lag=uncle\"")
                .hasMessageContaining("configured with \"share difficulty 20, pps a=0 cap=0 fee=0 lag=uncle\"")
                .hasMessageNotContainingAny("[", "Optional")
                .hasMessageContaining("--new-terms");

        assertThat(changes()).hasSize(1);
        assertThat(registered()).containsExactly("a", "b");
    }

    @Test
    void aStartWithoutAPartOfTheNonceSpaceNamesWhoHoldsItAndTheWayOut() {
        ExtranonceSpace taken = new ExtranonceSpace(1, 2);
        await().until(() -> store.all().size() == 2);

        assertThatThrownBy(() -> new BarePool(store, "c", terms(10), builder -> builder.extranonce(taken)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("all first bytes from 1 to 2 belong to these instances")
                .hasMessageContaining("a (id " + store.all().get(0).instance().id() + ", heard of at ")
                .hasMessageContaining("b (id " + store.all().get(1).instance().id() + ", heard of at ")
                .hasMessageContaining("Stop one of them, or give this pool more of the space");

        store.register(new Instance(JournalId.random(), "z", "1", Instant.EPOCH));
        later.set(Duration.ofSeconds(30));
        assertThatThrownBy(() -> new BarePool(store, "c", terms(10), builder -> builder.extranonce(taken)))
                .hasMessageContaining(", silent since ")
                .hasMessageContaining("will not come back is taken off the register by: potpool forget ");
    }

    @Test
    void newTermsOfAStartHoldForTheOthersToo() throws IOException {
        a.see(100);
        try (BarePool c = new BarePool(store, "c", terms(20), builder -> builder.newTerms(true))) {
            a.see(101);
            assertThat(a.defaultDifficulty()).isEqualTo(Difficulty.of(20));
            assertThat(c.pool.stats().instances()).hasSize(3);
        }
    }

    @Test
    void leasesAreGrantedFromBytesOfTheirOwnAndSettleForBoth() {
        Lease ofA = a.reserve();
        Lease ofB = b.reserve();
        assertThat(ofA.prefix().value() >>> 16).isNotEqualTo(ofB.prefix().value() >>> 16);
        ofA.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50)));

        await().until(() -> changes().size() == 2);
        assertThat(changes().get(1))
                .isEqualTo(new TermsChange.Lease(ofA.prefix(), ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50))));
    }

    @Test
    void aForgottenInstanceServesNobodyAndItsLeasesAreEndedByTheOthers() {
        b.see(100);
        Lease lease = b.reserve();
        lease.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50)));
        await().until(() -> changes().size() == 2);
        store.forget(store.all().get(1).instance().id());

        await().until(() -> b.pool.stats().metrics().get("instances.forgotten") == 1);
        assertThat(b.pool.removal().toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(30))
                .isEqualTo(RemovalCause.UNTOLD);
        assertThat(a.pool.removal().toCompletableFuture()).isNotDone();
        b.look(101);
        assertThat(b.pool.stats().job()).isEmpty();
        await().until(() -> changes().contains(new TermsChange.End(lease.prefix())));
    }

    @Test
    void aSilentInstanceIsNamedToWhoWantsOtherTermsAndNothingIsRecorded() {
        store.register(new Instance(JournalId.random(), "z", "1", Instant.EPOCH));
        later.set(Duration.ofMinutes(1));
        await().until(() -> store.all().stream()
                .filter(view -> !view.instance().name().equals("z"))
                .allMatch(view -> view.at().isAfter(Instant.now().plusSeconds(30))));

        assertThatThrownBy(() -> new BarePool(store, "c", terms(20), builder -> builder.newTerms(true)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("as are z (since ")
                .hasMessageContaining("Wait until ")
                .hasMessageContaining("potpool forget z FILE");
        assertThat(changes()).hasSize(1);
        assertThat(registered()).containsExactly("a", "b", "z");
    }

    /** Both have read an empty log before either records its terms. */
    @Test
    void ofTwoFirstStartsWithDifferentTermsTheSecondIsRefused() throws Exception {
        SharedMemoryStore empty = new SharedMemoryStore(InstantSource.system());
        CyclicBarrier both = new CyclicBarrier(2);
        List<CompletableFuture<BarePool>> starts = new ArrayList<>();
        for (int difficulty : new int[] {10, 20}) {
            PoolStore meeting = new ForwardingStore(empty) {
                @Override
                public CompletionStage<OptionalInt> takeFirstByte(
                        JournalId by, ExtranonceSpace space, Set<Integer> held) {
                    return super.takeFirstByte(by, space, held).whenComplete((taken, failure) -> meet(both));
                }
            };
            starts.add(CompletableFuture.supplyAsync(() -> start(meeting, difficulty)));
        }
        List<BarePool> running = new ArrayList<>();
        List<Throwable> refused = new ArrayList<>();
        for (CompletableFuture<BarePool> start : starts) {
            start.handle((pool, failure) -> failure == null ? running.add(pool) : refused.add(failure))
                    .get(60, TimeUnit.SECONDS);
        }
        running.forEach(BarePool::close);

        assertThat(running).hasSize(1);
        assertThat(refused)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasStackTraceContaining("other instances of the pool run on the default terms")
                        .hasStackTraceContaining("--new-terms"));
        assertThat(empty.load(0)).hasSize(1);
    }

    private static BarePool start(PoolStore store, int difficulty) {
        try {
            return new BarePool(store, "first-" + difficulty, terms(difficulty), builder -> {});
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static void meet(CyclicBarrier both) {
        try {
            both.await(30, TimeUnit.SECONDS);
        } catch (Exception alone) {
            throw new IllegalStateException(alone);
        }
    }

    @Test
    void leasesOfOneThatIsOverAreEndedByOneOfTheOthersOnce() throws IOException {
        try (BarePool c = new BarePool(store, "c", terms(10), builder -> {})) {
            c.see(100);
            List<TermsChange> ends = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Lease lease = c.reserve();
                lease.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50)));
                ends.add(new TermsChange.End(lease.prefix()));
            }
            await().until(() -> changes().size() == 21);
            store.forget(store.all().get(2).instance().id());

            await().atMost(Duration.ofSeconds(30)).until(() -> changes().containsAll(ends));
            assertThat(changes()).hasSize(41);
            assertThat(b.pool.stats().metrics()).doesNotContainKey("leases.endedForOthers");
        }
    }

    @Test
    void whatTheStoreLosesOfTheTermsLogThePoolsGiveBackAndGoOn() {
        Runnable failover = store.copy();
        a.see(100);
        a.reserve().grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50)));
        await().until(() -> changes().size() == 2);
        List<TermsRecord> before = store.load(0);
        a.see(101);
        b.see(101);
        failover.run();

        await().untilAsserted(() -> assertThat(store.load(0)).isEqualTo(before));
        assertThat(store.highestAnnounced()).isGreaterThanOrEqualTo(100);
        b.reserve().grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(60)));
        await().until(() -> changes().size() == 3);
        assertThat(a.pool.stats().metrics()).containsEntry("terms.storeLost", 1L);
        assertThat(b.pool.stats().metrics()).containsEntry("terms.storeLost", 1L);
        assertThat(registered()).containsExactly("a", "b");
    }
}
