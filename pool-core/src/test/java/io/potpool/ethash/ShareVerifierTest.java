package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShareVerifierTest {

    private static final EthashEpoch FIRST = new EthashEpoch(0, 0);
    private static final EthashEpoch SECOND = new EthashEpoch(1, 1);

    private final EpochCaches caches = new EpochCaches(epoch -> LightCache.build(epoch, 1024, 32_768), 2);
    private final Metrics metrics = new Metrics();
    private final List<String> fates = new CopyOnWriteArrayList<>();
    private final List<Long> order = new CopyOnWriteArrayList<>();
    private final Semaphore gate = new Semaphore(1_000_000);
    private ShareVerifier verifier = ShareVerifier.builder(caches).threads(1).build();

    /** Hashes when the gate lets it; throws for nonce 666. */
    private final class Gated implements HashEngine {

        private final HashEngine plain = HashEngine.plain();

        @Override
        public String name() {
            return "gated";
        }

        @Override
        public void hash(LightCache cache, ShareBatch batch) {
            gate.acquireUninterruptibly();
            for (int i = 0; i < batch.size(); i++) {
                if (batch.nonce(i) == 666) {
                    throw new IllegalStateException("planted");
                }
            }
            if (batch.size() > 1) {
                for (int i = 0; i < batch.size(); i++) {
                    order.add(batch.nonce(i));
                }
            }
            plain.hash(cache, batch);
        }
    }

    /** A share that notes its fate. */
    private class Task implements VerifierTask {

        private final EthashEpoch epoch;
        private final long nonce;
        private final Urgency urgency;

        Task(EthashEpoch epoch, long nonce, Urgency urgency) {
            this.epoch = epoch;
            this.nonce = nonce;
            this.urgency = urgency;
        }

        @Override
        public EthashEpoch epoch() {
            return epoch;
        }

        @Override
        public Hash256 header() {
            return new Hash256(7, 7, 7, 7);
        }

        @Override
        public Nonce nonce() {
            return new Nonce(nonce);
        }

        @Override
        public Urgency urgency() {
            return urgency;
        }

        @Override
        public boolean isAwaited() {
            return nonce < 10_000;
        }

        @Override
        public void hashed(ShareBatch batch, int index) {
            boolean right = caches.ifReady(epoch)
                    .map(cache -> Ethash.hash(cache, header(), nonce()).equals(batch.hash(index)))
                    .orElse(false);
            fates.add((right ? "" : "wrong ") + nonce);
            if (nonce == 13) {
                throw new IllegalStateException("planted");
            }
        }

        @Override
        public void dropped(Drop reason) {
            fates.add(nonce + " " + reason);
        }
    }

    @AfterEach
    void close() {
        gate.release(1_000_000);
        verifier.close();
        caches.close();
    }

    private void start(ShareVerifierBuilder builder) {
        verifier = builder.threads(1).engines(Gated::new).metrics(metrics).build();
        caches.get(FIRST).toCompletableFuture().join();
        caches.get(SECOND).toCompletableFuture().join();
        verifier.start();
    }

    /** Holds the one thread in a batch of the share 0, so that what follows queues up. */
    private void hold() {
        gate.drainPermits();
        assertThat(submit(FIRST, 0, VerifierTask.Urgency.NORMAL)).isTrue();
        await().until(() -> gate.getQueueLength() == 1);
    }

    private boolean submit(EthashEpoch epoch, long nonce, VerifierTask.Urgency urgency) {
        return verifier.submit(new Task(epoch, nonce, urgency));
    }

    @Test
    void blocksGoFirstAndDoubtfulSharesLast() {
        start(ShareVerifier.builder(caches));
        hold();
        submit(FIRST, 1, VerifierTask.Urgency.DOUBTFUL);
        submit(FIRST, 2, VerifierTask.Urgency.NORMAL);
        submit(FIRST, 3, VerifierTask.Urgency.BLOCK);
        submit(FIRST, 4, VerifierTask.Urgency.NORMAL);
        gate.release(100);
        await().until(() -> fates.size() == 5);
        assertThat(fates).containsExactly("0", "3", "2", "4", "1");
        assertThat(order).containsExactly(3L, 2L, 4L, 1L);
    }

    @Test
    void aFloodOfDoubtfulSharesTakesNoPlaceFromOthers() {
        start(ShareVerifier.builder(caches).bound(2).doubtfulBound(3));
        hold();
        for (int i = 0; i < 5; i++) {
            assertThat(submit(FIRST, 100 + i, VerifierTask.Urgency.DOUBTFUL)).isEqualTo(i < 3);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(submit(FIRST, 200 + i, VerifierTask.Urgency.NORMAL)).isEqualTo(i < 2);
        }
        assertThat(metrics.snapshot())
                .containsEntry("verifier.refused", 4L)
                .containsEntry("verifier.queuedDoubtful", 3L);
    }

    @Test
    void sharesOfDifferentEpochsInOneBatchAreHashedFromTheirOwnCaches() {
        start(ShareVerifier.builder(caches));
        hold();
        for (int i = 1; i <= 60; i++) {
            submit(i % 3 == 0 ? SECOND : FIRST, 1000 + i, VerifierTask.Urgency.NORMAL);
        }
        gate.release(100);
        await().until(() -> fates.size() == 61);
        assertThat(fates).noneMatch(fate -> fate.startsWith("wrong"));
        assertThat(metrics.snapshot()).containsEntry("verifier.hashes", 61L);
    }

    @Test
    void noShareWaitsForBatchesOfTwoEpochs() {
        start(ShareVerifier.builder(caches));
        hold();
        for (int i = 1; i <= 10; i++) {
            submit(i % 2 == 0 ? SECOND : FIRST, i, VerifierTask.Urgency.NORMAL);
        }
        gate.release(1);
        await().until(() -> fates.contains("0") && gate.getQueueLength() == 1);
        submit(FIRST, 11, VerifierTask.Urgency.BLOCK);
        submit(FIRST, 12, VerifierTask.Urgency.BLOCK);
        gate.release(100);
        await().until(() -> fates.size() == 13);
        assertThat(fates).containsExactly("0", "1", "3", "5", "7", "9", "11", "12", "2", "4", "6", "8", "10");
    }

    @Test
    void aShareWithoutItsCacheIsDroppedAndTheCacheIsBuilt() {
        start(ShareVerifier.builder(caches));
        EthashEpoch third = new EthashEpoch(2, 2);
        submit(third, 5, VerifierTask.Urgency.NORMAL);
        await().until(() -> fates.contains("5 CACHE_MISSING"));
        await().until(() -> caches.ifReady(third).isPresent());
    }

    @Test
    void aFaultIsItsSharesOwn() {
        start(ShareVerifier.builder(caches));
        submit(FIRST, 666, VerifierTask.Urgency.NORMAL);
        await().until(() -> fates.contains("666 FAULT"));
        submit(FIRST, 13, VerifierTask.Urgency.NORMAL);
        submit(FIRST, 14, VerifierTask.Urgency.NORMAL);
        await().until(() -> fates.contains("14"));
        assertThat(fates).contains("13").doesNotContain("13 FAULT");
        assertThat(metrics.snapshot().get("verifier.fault")).isEqualTo(2);
    }

    @Test
    void aTaskThatThrowsWhenAskedMakesNobodyHearTwice() {
        start(ShareVerifier.builder(caches));
        hold();
        submit(FIRST, 1, VerifierTask.Urgency.NORMAL);
        verifier.submit(new Task(FIRST, 2, VerifierTask.Urgency.NORMAL) {
            @Override
            public Nonce nonce() {
                throw new IllegalStateException("planted");
            }
        });
        submit(FIRST, 3, VerifierTask.Urgency.NORMAL);
        gate.release(100);
        await().until(() -> fates.size() == 4);
        submit(FIRST, 4, VerifierTask.Urgency.NORMAL);
        await().until(() -> fates.contains("4"));
        assertThat(fates).containsExactlyInAnyOrder("0", "1 FAULT", "2 FAULT", "3 FAULT", "4");
    }

    @Test
    void underABacklogWhatNobodyAwaitsIsDroppedUnlessItSolvesABlock() {
        start(ShareVerifier.builder(caches));
        hold();
        submit(FIRST, 20_000, VerifierTask.Urgency.BLOCK);
        for (int i = 0; i < 400; i++) {
            submit(FIRST, i < 10 ? 10_000 + i : 1000 + i, VerifierTask.Urgency.NORMAL);
        }
        gate.release(1000);
        await().until(() -> fates.size() == 402);
        assertThat(fates).contains("20000", "10003 ABANDONED", "1399").doesNotContain("10003");
    }

    @Test
    void closingHashesWhatIsQueuedAndRefusesTheRest() {
        start(ShareVerifier.builder(caches));
        List<Long> sent = new ArrayList<>();
        for (long i = 1; i <= 300; i++) {
            if (i != 13 && i != 666) {
                sent.add(i);
                submit(FIRST, i, VerifierTask.Urgency.NORMAL);
            }
        }
        verifier.close();
        assertThat(fates).hasSameSizeAs(sent);
        assertThat(submit(FIRST, 1000, VerifierTask.Urgency.NORMAL)).isFalse();
    }

    @Test
    void boundsArePositive() {
        assertThatThrownBy(() -> ShareVerifier.builder(caches).bound(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ShareVerifier.builder(caches).threads(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
