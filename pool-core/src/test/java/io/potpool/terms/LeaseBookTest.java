package io.potpool.terms;

import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.support.MemoryStore;
import io.potpool.support.TestTerms;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseBookTest {

    private static final LeaseTerms OWN = LeaseTerms.ofDifficulty(Difficulty.of(50));

    private final MemoryStore store = new MemoryStore();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Metrics metrics = new Metrics();
    private TermsLog log;
    private AnnouncementGate gate;
    private LeaseBook book;

    @BeforeEach
    void start() {
        begin();
        gate.append(store, new TermsChange.Defaults(TestTerms.pps(10)))
                .toCompletableFuture()
                .join();
        announce(100);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private void begin() {
        log = new TermsLog();
        store.load(0).forEach(log::apply);
        gate = new AnnouncementGate(log, store, JournalId.random(), store.highestAnnounced(), metrics);
        book = new LeaseBook(store, log, gate, ExtranonceSpace.ALL, timer, metrics);
        book.own(1);
    }

    private void announce(long height) {
        gate.announce(height);
    }

    private Lease reserve() {
        return book.reserve(3, InetAddress.getLoopbackAddress());
    }

    private Difficulty at(Lease lease, long height) {
        return log.at(lease.prefix(), height).orElseThrow().difficulty();
    }

    private boolean isGranted(Lease lease) {
        return log.open().containsKey(lease.prefix());
    }

    @Test
    void aGrantHoldsFromTheNextHeight() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));

        assertThat(at(lease, 100)).isEqualTo(Difficulty.of(10));
        assertThat(at(lease, 101)).isEqualTo(Difficulty.of(50));
    }

    @Test
    void onlyTheFirstGrantCounts() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        lease.grant(BOB, LeaseTerms.ofDifficulty(Difficulty.of(900)));
        announce(101);

        assertThat(at(lease, 102)).isEqualTo(Difficulty.of(50));
        assertThat(store.records()).hasSize(2);
    }

    @Test
    void whileTheStoreIsAwayTheDefaultTermsHoldAndTheGrantIsTriedAgain() {
        store.failNext(1);
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        announceWithoutStore(101);
        assertThat(at(lease, 101)).isEqualTo(Difficulty.of(10));

        await().until(() -> isGranted(lease));
        assertThat(at(lease, 101)).isEqualTo(Difficulty.of(10));
        assertThat(at(lease, 102)).isEqualTo(Difficulty.of(50));
        assertThat(metrics.snapshot()).containsEntry("terms.appendFailed", 1L);
    }

    private void announceWithoutStore(long height) {
        await().until(() -> metrics.snapshot().containsKey("terms.appendFailed"));
        announce(height);
    }

    @Test
    void aHeldStoreStopsNeitherAnnouncementsNorSessions() {
        store.hold();
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        gate.announce(101);
        gate.announce(102);
        assertThat(at(lease, 102)).isEqualTo(Difficulty.of(10));
        store.release();

        await().until(() -> isGranted(lease));
        assertThat(at(lease, 102)).isEqualTo(Difficulty.of(10));
        assertThat(at(lease, 103)).isEqualTo(Difficulty.of(50));
    }

    @Test
    void anEndedSessionsGrantIsNotTriedAgain() {
        store.failNext(1);
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> metrics.snapshot().containsKey("terms.appendFailed"));
        lease.end();
        Lease later = reserve();
        store.failNext(1);
        later.grant(BOB, OWN);
        await().until(() -> isGranted(later));

        assertThat(store.records().stream().map(TermsRecord::change))
                .doesNotContain(new TermsChange.Lease(lease.prefix(), ALICE, OWN));
        assertThat(isGranted(lease)).isFalse();
    }

    @Test
    void anEndHoldsFromTheNextHeight() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));
        announce(101);
        lease.end();
        lease.end();
        await().until(() -> !isGranted(lease));

        assertThat(at(lease, 101)).isEqualTo(Difficulty.of(50));
        assertThat(at(lease, 102)).isEqualTo(Difficulty.of(10));
        assertThat(store.records()).hasSize(3);
    }

    @Test
    void aPrefixIsGrantedAgainOnlyWhenEveryHeightItDecidesHasLeftTheWindow() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));
        announce(105);
        lease.end();
        await().until(() -> !isGranted(lease));

        book.forgetBelow(105);
        assertThat(restOfItsBlock(lease)).doesNotContain(lease.prefix());
        book.forgetBelow(106);
        assertThat(restOfItsBlock(lease)).contains(lease.prefix());
    }

    /** Takes prefixes until the block of the lease, which is the open one, must be exhausted. */
    private List<NoncePrefix> restOfItsBlock(Lease lease) {
        List<NoncePrefix> taken = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            taken.add(reserve().prefix());
        }
        assertThat(taken)
                .anyMatch(prefix -> prefix.value() >>> 8 == lease.prefix().value() >>> 8);
        return taken;
    }

    @Test
    void aChangeHoldsFromTheNextHeightAndNotBeyondTheEnd() {
        Lease lease = reserve();
        lease.change(OWN);
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));
        announce(101);
        lease.change(LeaseTerms.ofDifficulty(Difficulty.of(70)));
        await().until(() -> store.records().size() == 3);
        announce(102);

        assertThat(at(lease, 101)).isEqualTo(Difficulty.of(50));
        assertThat(at(lease, 102)).isEqualTo(Difficulty.of(70));
        lease.end();
        lease.change(OWN);
        await().until(() -> !isGranted(lease));
        assertThat(store.records()).hasSize(4);
        assertThat(at(lease, 103)).isEqualTo(Difficulty.of(10));
    }

    @Test
    void aChangeThatFailedIsNotTriedAgainAfterANewerOne() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));
        store.failNext(1);
        lease.change(LeaseTerms.ofDifficulty(Difficulty.of(70)));
        lease.change(LeaseTerms.ofDifficulty(Difficulty.of(90)));
        await().until(() -> metrics.snapshot().containsKey("terms.appendFailed"));
        Lease later = reserve();
        store.failNext(1);
        later.grant(BOB, OWN);
        await().until(() -> isGranted(later));

        assertThat(at(lease, 101)).isEqualTo(Difficulty.of(90));
        assertThat(store.records().stream().map(TermsRecord::change))
                .doesNotContain(
                        new TermsChange.Lease(lease.prefix(), ALICE, LeaseTerms.ofDifficulty(Difficulty.of(70))));
    }

    @Test
    void aLeaseHasOneChangeOnItsWayAndThenTheNewest() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));
        store.hold();
        for (long difficulty = 60; difficulty <= 90; difficulty++) {
            lease.change(LeaseTerms.ofDifficulty(Difficulty.of(difficulty)));
        }
        assertThat(log.pending()).isOne();
        store.release();
        await().until(() -> at(lease, 101).equals(Difficulty.of(90)));

        assertThat(store.records()).hasSize(4);
    }

    @Test
    void onlyLeasesOfInstancesThatAreOverAreEnded() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));
        assertThat(book.open()).containsOnlyKeys(lease.prefix());
        book.end(List.of());
        book.end(book.open().keySet());
        book.end(book.open().keySet());
        await().until(() -> !isGranted(lease));

        assertThat(store.records()).hasSize(3);
        assertThat(metrics.snapshot()).containsEntry("leases.endedForOthers", 1L);
    }

    @Test
    void aStormOfSessionsFromOneAddressIsNeverRefusedAndLendsItsOwnPrefixesAgain() {
        book = new LeaseBook(store, log, gate, new ExtranonceSpace(16, 16), timer, metrics);
        book.own(16);
        List<Lease> storm = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            storm.add(reserve());
            storm.get(i).grant(ALICE, OWN);
        }
        await().until(() -> log.open().size() == 256);
        announce(101);
        storm.forEach(Lease::end);
        await().until(() -> log.open().isEmpty());
        Lease same = reserve();
        same.grant(ALICE, OWN);
        await().until(() -> isGranted(same));
        Lease other = reserve();
        other.grant(BOB, OWN);
        Lease neighbour = book.reserve(3, new InetSocketAddress("192.0.2.7", 1).getAddress());
        neighbour.grant(BOB, OWN);
        await().until(() -> isGranted(neighbour));

        assertThat(isGranted(other)).isFalse();
        assertThat(at(other, 500)).isEqualTo(Difficulty.of(10));
        assertThat(at(same, 500)).isEqualTo(Difficulty.of(50));
        assertThat(metrics.snapshot()).containsEntry("leases.lentAgain", 2L).containsEntry("leases.defaultTerms", 1L);
    }

    @Test
    void aPrefixNeverGrantedIsFreeAtOnce() {
        Lease keepsTheBlockOpen = reserve();
        Lease lease = reserve();
        lease.end();
        lease.grant(ALICE, OWN);

        assertThat(reserve().prefix()).isEqualTo(lease.prefix()).isNotEqualTo(keepsTheBlockOpen.prefix());
        assertThat(store.records()).hasSize(1);
    }

    @Test
    void leasesOfAnEarlierRunEndAndTheirPrefixesStayTaken() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));
        announce(101);
        begin();
        assertThat(isGranted(lease)).isTrue();
        book.end(book.open().keySet());
        await().until(() -> !isGranted(lease));

        assertThat(at(lease, 101)).isEqualTo(Difficulty.of(50));
        assertThat(at(lease, 102)).isEqualTo(Difficulty.of(10));
        for (int i = 0; i < 600; i++) {
            assertThat(reserve().prefix()).isNotEqualTo(lease.prefix());
        }
    }

    @Test
    void sessionsUnderAByteThatAnotherInstanceHasGotAreLostAndNewOnesGetAnother() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));
        assertThat(lease.isLost()).isFalse();
        book.whenShort(() -> book.own(2));

        book.disown(Set.of(1));
        book.disown(Set.of(1));
        assertThat(lease.isLost()).isTrue();
        assertThat(metrics.snapshot()).containsEntry("leases.bytesLost", 1L);
        assertThat(book.ownBytes()).containsExactly(2);
        assertThat(reserve().prefix().value() >>> 16).isEqualTo(2);
        lease.end();
        await().until(() -> !isGranted(lease));
    }

    @Test
    void aPrefixThatAnotherInstanceHasGrantedSinceIsNotEndedByTheSessionThatLostIt() {
        Lease lease = reserve();
        lease.grant(ALICE, OWN);
        await().until(() -> isGranted(lease));
        book.own(2);
        book.disown(Set.of(1));
        store.append(JournalId.random(), new TermsChange.Lease(lease.prefix(), BOB, OWN), gate::announced)
                .thenAccept(log::apply)
                .toCompletableFuture()
                .join();

        lease.end();
        Lease next = reserve();
        next.grant(ALICE, OWN);
        await().until(() -> isGranted(next));
        assertThat(isGranted(lease)).isTrue();
    }
}
