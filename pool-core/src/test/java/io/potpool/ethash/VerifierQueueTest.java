package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.VerifierTask.Urgency;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierQueueTest {

    private static final EthashEpoch OLD = new EthashEpoch(0, 0);
    private static final EthashEpoch NEW = new EthashEpoch(1, 1);

    private final VerifierQueue queue = new VerifierQueue(1000, 1000, 1000);

    /** A share told apart by its nonce; without an epoch it throws when it is asked. */
    private record Task(EthashEpoch ofEpoch, long number, Urgency urgency) implements VerifierTask {

        @Override
        public EthashEpoch epoch() {
            if (ofEpoch == null) {
                throw new IllegalStateException("planted");
            }
            return ofEpoch;
        }

        @Override
        public Hash256 header() {
            return Hash256.ZERO;
        }

        @Override
        public Nonce nonce() {
            return new Nonce(number);
        }

        @Override
        public void hashed(ShareBatch batch, int index) {
            throw new AssertionError("not hashed here");
        }

        @Override
        public void dropped(Drop reason) {
            throw new AssertionError("not dropped here");
        }
    }

    private void offer(EthashEpoch epoch, long number, Urgency urgency) {
        assertThat(queue.offer(new Task(epoch, number, urgency))).isTrue();
    }

    private List<Long> take(int most) throws InterruptedException {
        List<VerifierTask> taken = new ArrayList<>();
        queue.take(taken, most, 0);
        return taken.stream().map(task -> task.nonce().value()).toList();
    }

    @Test
    void aBatchIsOfOneEpochAndTheOthersStayAtTheirPlaces() throws InterruptedException {
        offer(OLD, 1, Urgency.NORMAL);
        offer(NEW, 2, Urgency.NORMAL);
        offer(OLD, 3, Urgency.NORMAL);
        offer(NEW, 4, Urgency.NORMAL);
        offer(NEW, 5, Urgency.NORMAL);
        offer(OLD, 6, Urgency.NORMAL);
        assertThat(take(2)).containsExactly(1L, 3L);
        assertThat(queue.size()).isEqualTo(4);
        assertThat(take(64)).containsExactly(2L, 4L, 5L);
        assertThat(take(64)).containsExactly(6L);
        assertThat(take(64)).isEmpty();
    }

    @Test
    void twoEpochsInTurnFillBatches() throws InterruptedException {
        for (int i = 0; i < 256; i++) {
            offer(i % 2 == 0 ? OLD : NEW, i, Urgency.NORMAL);
        }
        for (int batch = 0; batch < 4; batch++) {
            int parity = batch % 2;
            assertThat(take(64)).hasSize(64).isSorted().allMatch(number -> number % 2 == parity);
        }
        assertThat(queue.size()).isZero();
    }

    @Test
    void aShareThatWasPassedOverGoesBeforeLessUrgentOnes() throws InterruptedException {
        offer(OLD, 1, Urgency.BLOCK);
        offer(NEW, 2, Urgency.NORMAL);
        offer(OLD, 3, Urgency.NORMAL);
        offer(OLD, 4, Urgency.DOUBTFUL);
        assertThat(take(64)).containsExactly(1L, 3L);
        assertThat(take(64)).containsExactly(2L);
        assertThat(take(64)).containsExactly(4L);
    }

    @Test
    void oneThatThrowsIsTakenAndNoneIsLost() throws InterruptedException {
        offer(OLD, 1, Urgency.NORMAL);
        offer(NEW, 2, Urgency.NORMAL);
        offer(null, 3, Urgency.NORMAL);
        offer(NEW, 4, Urgency.NORMAL);
        List<VerifierTask> taken = new ArrayList<>();
        assertThatThrownBy(() -> queue.take(taken, 64, 0)).isInstanceOf(IllegalStateException.class);
        assertThat(taken).extracting(task -> task.nonce().value()).containsExactly(1L, 3L);
        assertThat(take(64)).containsExactly(2L, 4L);
    }
}
