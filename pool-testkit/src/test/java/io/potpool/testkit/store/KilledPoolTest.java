package io.potpool.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.rewards.LagRule;
import io.potpool.rewards.RewardTerms;
import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.spool.SpoolSettings;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.terms.TermsRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the start after a kill does for the run that was killed. */
class KilledPoolTest {

    private static final Address ALICE = Address.parse("0x" + "a1".repeat(20));
    private static final Terms TERMS = new Terms(
            Difficulty.of(10),
            new RewardTerms(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LagRule.UNCLE, "pps"));

    @TempDir
    Path dir;

    private final SharedMemoryStore store = new SharedMemoryStore(InstantSource.system());
    private final List<String> calls = new ArrayList<>();
    private final List<BarePool> pools = new ArrayList<>();
    private Killable way;
    private BarePool a;
    private BarePool b;

    /** The way to the store of a process that can be killed: from then on nothing of it gets there. */
    private final class Killable extends ForwardingStore {

        volatile boolean dead;

        Killable() {
            super(store);
        }

        @Override
        public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
            return dead ? new CompletableFuture<>() : super.append(by, change, announced);
        }

        @Override
        public CompletionStage<Agreement> announce(JournalId by, long height, long known) {
            return dead ? new CompletableFuture<>() : super.announce(by, height, known);
        }

        @Override
        public CompletionStage<Agreement> confirm(Confirmation told) {
            return dead ? new CompletableFuture<>() : super.confirm(told);
        }

        @Override
        public CompletionStage<Void> retire(JournalId id) {
            calls.add("retire at " + store.highestAnnounced() + " with "
                    + registered().size());
            return dead ? new CompletableFuture<>() : super.retire(id);
        }
    }

    @BeforeEach
    void start() throws IOException {
        b = start(store, "b", dir.resolve("b"));
        way = new Killable();
        a = start(way, "a", dir.resolve("a"));
    }

    private BarePool start(PoolStore of, String name, Path spool) throws IOException {
        BarePool pool = new BarePool(of, name, TERMS, builder -> builder.spool(SpoolSettings.of(spool)));
        pools.add(pool);
        return pool;
    }

    @AfterEach
    void close() {
        pools.forEach(BarePool::close);
    }

    private List<String> registered() {
        return store.all().stream().map(view -> view.instance().name()).toList();
    }

    private List<TermsChange> changes() {
        return store.load(0).stream().map(TermsRecord::change).toList();
    }

    /** Starts a again on what a kill leaves of its spool, which the dead one goes on to hold locked. */
    private BarePool killAndRestart() throws IOException {
        way.dead = true;
        Path left = Files.createDirectory(dir.resolve("left"));
        try (Stream<Path> files = Files.list(dir.resolve("a"))) {
            for (Path file : files.toList()) {
                Files.copy(file, left.resolve(file.getFileName()));
            }
        }
        return start(new Killable(), "a again", left);
    }

    @Test
    void itIsTakenOffTheRegisterItsLeasesAreEndedAndTermsSettleAgain() throws IOException {
        b.see(100);
        Lease lease = a.reserve();
        lease.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50)));
        await().until(() -> changes().size() == 2);
        killAndRestart();

        assertThat(registered()).containsExactly("b", "a again");
        assertThat(calls).containsExactly("retire at 100 with 3");
        await().until(() -> changes().contains(new TermsChange.End(lease.prefix())));
        Lease next = b.reserve();
        next.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(60)));
        await().until(() -> changes().size() == 4);
    }

    @Test
    void noRecordHoldsForAHeightThatItHadAnnouncedWithoutTheStore() throws IOException {
        b.see(100);
        way.dead = true;
        a.see(103);
        Lease lease = b.reserve();
        lease.grant(ALICE, LeaseTerms.ofDifficulty(Difficulty.of(50)));
        assertThat(store.highestAnnounced()).isEqualTo(100);
        killAndRestart();

        assertThat(calls).containsExactly("retire at 103 with 3");
        await().until(() -> changes().size() == 2);
        assertThat(store.load(0).get(1).fromHeight()).isEqualTo(104);
    }

    @Test
    void aCleanEndTellsTheStoreWhatIsAnnouncedBeforeItLeaves() {
        b.see(100);
        way.dead = true;
        a.see(103);
        way.dead = false;
        a.close();
        pools.remove(a);

        assertThat(calls).containsExactly("retire at 103 with 2");
        assertThat(registered()).containsExactly("b");
    }

    @Test
    void aCleanEndLeavesNothingToBeRetired() throws IOException {
        a.close();
        pools.remove(a);
        calls.clear();
        start(new Killable(), "a again", dir.resolve("a"));

        assertThat(registered()).containsExactly("b", "a again");
        assertThat(calls).isEmpty();
    }
}
