package io.potpool.terms;

import static io.potpool.support.TestChain.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.spi.JournalId;
import io.potpool.spi.TermsStore;
import io.potpool.support.MemoryStore;
import io.potpool.support.TestTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No record ever decides a height whose work some miner already has. */
class AnnouncementGateTest {

    private static final JournalId SELF = JournalId.random();

    private static final TermsChange CHANGE = new TermsChange.Defaults(TestTerms.pps(10));

    private final TermsLog log = new TermsLog();
    private final AnnouncementGate gate = new AnnouncementGate(log, SELF, 100);
    private final GroupStore store = new GroupStore();

    @AfterEach
    void stop() {
        store.thread.interrupt();
    }

    private static TermsChange.Lease lease(long prefix) {
        return new TermsChange.Lease(new NoncePrefix(3, prefix), ALICE, LeaseTerms.DEFAULT);
    }

    private static TermsChange defaults(long difficulty) {
        return new TermsChange.Defaults(TestTerms.pps(difficulty));
    }

    @Test
    void aRecordHoldsFromAboveTheHighestHeightAnnounced() {
        MemoryStore simple = new MemoryStore();
        gate.raise(105);
        gate.raise(103);

        TermsRecord entry = gate.append(simple, CHANGE).toCompletableFuture().join();
        assertThat(entry.fromHeight()).isEqualTo(106);
        assertThat(log.newestDefaults()).contains(TestTerms.pps(10));
        assertThat(gate.announced()).isEqualTo(105);
    }

    @Test
    void theStoresOwnHeightCountsWhereItIsHigher() {
        MemoryStore simple = new MemoryStore();
        simple.announce(SELF, 200, 0).toCompletableFuture().join();

        assertThat(gate.append(simple, CHANGE).toCompletableFuture().join().fromHeight())
                .isEqualTo(201);
    }

    @Test
    void aStoreThatThrowsIsAFailedStage() {
        TermsStore broken = new TermsStore() {
            @Override
            public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
                var unused = announced.getAsLong();
                throw new IllegalStateException("planted");
            }

            @Override
            public List<TermsRecord> load(long lowestHeight) {
                return List.of();
            }
        };

        assertThat(gate.append(broken, CHANGE).toCompletableFuture()).isCompletedExceptionally();
        long began = System.nanoTime();
        gate.raise(101);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(900));
    }

    @Test
    @Timeout(60)
    void theTermsOfAnAnnouncedHeightNeverChangeUnderAHammer() throws InterruptedException {
        store.start();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong difficulty = new AtomicLong();
        Runnable append = () -> {
            while (!over.get()) {
                CompletionStage<TermsRecord> last = gate.append(store, defaults(difficulty.incrementAndGet()));
                if (store.queue.size() > 200) {
                    last.toCompletableFuture().join();
                }
            }
        };
        List<Thread> threads = List.of(new Thread(append), new Thread(append), new Thread(append));
        threads.forEach(Thread::start);
        await().until(() -> log.newestDefaults().isPresent() && store.largestGroup > 1);
        Map<Long, Optional<Terms>> announced = new TreeMap<>();
        Set<Optional<Terms>> seen = new HashSet<>();
        for (long height = 101; height <= 300 || seen.size() < 20; height++) {
            gate.raise(height);
            announced.put(height, log.defaultsAt(height));
            seen.add(log.defaultsAt(height));
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        await().until(store.queue::isEmpty);

        announced.forEach((height, terms) -> assertThat(log.defaultsAt(height)).isEqualTo(terms));
    }

    @Test
    @Timeout(30)
    void anAnnouncementIsNotStarvedByRecordsWithoutEnd() {
        store.start();
        AtomicBoolean over = new AtomicBoolean();
        Thread flood = new Thread(() -> {
            while (!over.get()) {
                CompletionStage<TermsRecord> last = gate.append(store, CHANGE);
                if (store.queue.size() > 500) {
                    last.toCompletableFuture().join();
                }
            }
        });
        flood.start();
        await().until(() -> store.largestGroup > 1);
        long began = System.nanoTime();
        for (long height = 101; height <= 120; height++) {
            gate.raise(height);
        }

        over.set(true);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(gate.announced()).isEqualTo(120);
    }

    @Test
    @Timeout(30)
    void aRecordThatHangsDelaysAnAnnouncementByASecondAndThenHoldsAboveIt() throws InterruptedException {
        CompletableFuture<TermsRecord> hanging = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        TermsStore slow = new TermsStore() {
            @Override
            public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
                var unused = announced.getAsLong();
                asked.countDown();
                return hanging;
            }

            @Override
            public List<TermsRecord> load(long lowestHeight) {
                return List.of();
            }
        };
        CompletionStage<TermsRecord> appended = gate.append(slow, lease(1));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        long began = System.nanoTime();
        gate.raise(101);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(990), Duration.ofSeconds(8));
        gate.raise(102);
        log.apply(new TermsRecord(1, SELF, 0, CHANGE));
        hanging.complete(new TermsRecord(2, SELF, 101, lease(1)));
        appended.toCompletableFuture().join();

        NoncePrefix prefix = new NoncePrefix(3, 1);
        assertThat(log.at(prefix, 102).orElseThrow().leased()).isFalse();
        assertThat(log.at(prefix, 103).orElseThrow().leased()).isTrue();
    }

    /** Writes all that is queued in one transaction, as a store with group commit does. */
    private static final class GroupStore implements TermsStore {

        private record Write(TermsChange change, LongSupplier announced, CompletableFuture<TermsRecord> done) {}

        private final BlockingQueue<Write> queue = new LinkedBlockingQueue<>();
        private final Thread thread = new Thread(this::run);
        private volatile int largestGroup;
        private long sequence;

        void start() {
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            try {
                while (true) {
                    writeGroup();
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        private void writeGroup() throws InterruptedException {
            List<Write> group = new ArrayList<>();
            group.add(queue.take());
            queue.drainTo(group, 100);
            List<TermsRecord> entries = new ArrayList<>();
            for (Write write : group) {
                entries.add(new TermsRecord(++sequence, SELF, write.announced().getAsLong() + 1, write.change()));
            }
            largestGroup = Math.max(largestGroup, group.size());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).done().complete(entries.get(i));
            }
        }

        @Override
        public CompletionStage<TermsRecord> append(JournalId by, TermsChange change, LongSupplier announced) {
            Write write = new Write(change, announced, new CompletableFuture<>());
            queue.add(write);
            return write.done();
        }

        @Override
        public List<TermsRecord> load(long lowestHeight) {
            return List.of();
        }
    }
}
