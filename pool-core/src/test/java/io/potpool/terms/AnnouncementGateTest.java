package io.potpool.terms;

import static io.potpool.support.TestChain.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.spi.TermsStore;
import io.potpool.support.MemoryStore;
import io.potpool.support.TestTerms;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AnnouncementGateTest {

    private static final JournalId SELF = JournalId.random();
    private static final JournalId OTHER = JournalId.random();
    private static final TermsChange CHANGE = new TermsChange.Defaults(TestTerms.pps(10));
    private static final NoncePrefix PREFIX = new NoncePrefix(3, 1);
    private static final Nonce UNDER = new Nonce(1L << 40 | 5);
    private static final Nonce ELSEWHERE = new Nonce(2L << 40 | 5);

    private final TermsLog log = new TermsLog();
    private final MemoryStore store = new MemoryStore();
    private final Metrics metrics = new Metrics();
    private final AnnouncementGate gate = new AnnouncementGate(log, store, SELF, 100, metrics);

    private static TermsChange.Lease lease(long prefix) {
        return new TermsChange.Lease(new NoncePrefix(3, prefix), ALICE, LeaseTerms.DEFAULT);
    }

    private static TermsChange defaults(long difficulty) {
        return new TermsChange.Defaults(TestTerms.pps(difficulty));
    }

    private NonceTerms at(Nonce nonce, long height) {
        return log.at(nonce, height).orElseThrow();
    }

    @Test
    void aRecordHoldsFromAboveTheHighestHeightAnnounced() {
        gate.announce(105);
        gate.announce(103);

        TermsRecord entry = gate.append(store, CHANGE).toCompletableFuture().join();
        assertThat(entry.fromHeight()).isEqualTo(106);
        assertThat(log.newestDefaults()).contains(TestTerms.pps(10));
        assertThat(gate.announced()).isEqualTo(105);
        assertThat(gate.isRecorded()).isTrue();
    }

    @Test
    void theStoresOwnHeightCountsWhereItIsHigher() {
        store.announce(OTHER, 200, 0).toCompletableFuture().join();

        assertThat(gate.append(store, CHANGE).toCompletableFuture().join().fromHeight())
                .isEqualTo(201);
    }

    @Test
    void aStoreThatThrowsIsAFailedStage() {
        TermsStore broken = new TermsStore() {
            @Override
            public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
                throw new IllegalStateException("planted");
            }

            @Override
            public List<TermsRecord> load(long lowestHeight) {
                return List.of();
            }
        };

        assertThat(gate.append(broken, CHANGE).toCompletableFuture()).isCompletedExceptionally();
        gate.announce(101);
        assertThat(gate.isRecorded()).isTrue();
    }

    @Test
    @Timeout(60)
    void theTermsOfAnAnnouncedHeightNeverChangeUnderAHammer() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong difficulty = new AtomicLong();
        Runnable append = () -> {
            while (!over.get()) {
                CompletionStage<TermsRecord> last = gate.append(store, defaults(difficulty.incrementAndGet()));
                if (log.pending() > 100) {
                    last.toCompletableFuture().join();
                }
            }
        };
        List<Thread> threads = List.of(new Thread(append), new Thread(append), new Thread(append));
        threads.forEach(Thread::start);
        await().until(() -> log.newestDefaults().isPresent());
        Map<Long, Optional<Terms>> announced = new TreeMap<>();
        Set<Optional<Terms>> seen = new HashSet<>();
        for (long height = 101; height <= 300 || seen.size() < 20; height++) {
            gate.announce(height);
            announced.put(height, log.defaultsAt(height));
            seen.add(log.defaultsAt(height));
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        await().until(() -> log.pending() == 0);

        announced.forEach((height, terms) -> assertThat(log.defaultsAt(height)).isEqualTo(terms));
        assertThat(metrics.snapshot()).doesNotContainKey("jobs.announcedUnrecorded");
    }

    @Test
    void recordsOfOthersAreInForceBeforeAnAnnouncementReturns() {
        gate.append(store, CHANGE).toCompletableFuture().join();
        store.append(OTHER, lease(1), () -> 100).toCompletableFuture().join();
        assertThat(log.at(PREFIX, 101).orElseThrow().leased()).isFalse();

        gate.announce(101);

        assertThat(log.at(PREFIX, 101).orElseThrow().leased()).isTrue();
    }

    @Test
    void anOwnRecordIsAppliedAfterThoseOfOthersBeforeIt() {
        gate.append(store, CHANGE).toCompletableFuture().join();
        store.append(OTHER, lease(1), () -> 100).toCompletableFuture().join();

        gate.append(store, new TermsChange.End(PREFIX)).toCompletableFuture().join();

        assertThat(log.lastSequence()).isEqualTo(3);
        assertThat(log.at(PREFIX, 101).orElseThrow().leased()).isFalse();
        assertThat(log.open()).isEmpty();
    }

    @Test
    @Timeout(30)
    void heightsAnnouncedWithoutTheStoreHaveNoCertainTermsForWhatIsPending() {
        gate.append(store, CHANGE).toCompletableFuture().join();
        gate.announce(101);
        store.hold();
        CompletionStage<TermsRecord> appended = gate.append(store, lease(1));
        assertThat(at(UNDER, 101).certain()).isTrue();

        long began = System.nanoTime();
        gate.announce(102);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(990), Duration.ofSeconds(8));
        assertThat(gate.isRecorded()).isFalse();
        assertThat(at(UNDER, 102).certain()).isFalse();
        assertThat(at(ELSEWHERE, 102).certain()).isTrue();
        assertThat(at(UNDER, 101).certain()).isTrue();

        store.release();
        long from = appended.toCompletableFuture().join().fromHeight();
        gate.recordAgain();
        await().until(gate::isRecorded);
        assertThat(at(UNDER, 102).certain()).isTrue();
        assertThat(at(UNDER, 102).leased()).isEqualTo(from <= 102);
    }

    @Test
    @Timeout(30)
    void aChangeWhoseAnswerIsLostStaysPendingUntilTheStoreHasAnsweredAgain() {
        gate.append(store, CHANGE).toCompletableFuture().join();
        store.failNext(1);
        assertThat(gate.append(store, lease(1)).toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
        store.hold();
        gate.announce(101);
        assertThat(at(UNDER, 101).certain()).isFalse();
        store.release();
        gate.announce(102);
        gate.announce(103);
        gate.announce(104);

        assertThat(log.pending()).isZero();
    }
}
