package io.potpool.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaneQueueTest {

    private record Change(String name, int weight) implements LaneQueue.Weighted {}

    private final LaneQueue<Change> queue = new LaneQueue<>();

    private void add(Lane lane, String name) {
        queue.add(new Change(name, 1), lane);
    }

    @Test
    void lanesAreTakenInTheirOrder() throws Exception {
        add(Lane.SHARES, "share");
        add(Lane.VITAL, "height");
        add(Lane.TERMS, "lease");
        assertThat(queue.take(0)).extracting(Change::name).containsExactly("height", "lease", "share");
    }

    @Test
    void aHeldLaneKeepsNoOtherWaiting() throws Exception {
        queue.hold(Lane.SHARES, Duration.ofDays(1));
        add(Lane.SHARES, "share");
        assertThat(queue.take(0)).isEmpty();
        add(Lane.VITAL, "height");
        assertThat(queue.take(60_000)).extracting(Change::name).containsExactly("height");
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void aHeldLaneIsTakenTogetherAfterItsTime() throws Exception {
        queue.hold(Lane.SHARES, Duration.ofMillis(50));
        add(Lane.SHARES, "first");
        add(Lane.SHARES, "second");
        assertThat(queue.take(60_000)).extracting(Change::name).containsExactly("first", "second");
    }

    @Test
    void whatIsEnoughForARoundTripWaitsForNoCompany() throws Exception {
        queue.hold(Lane.SHARES, Duration.ofDays(1));
        queue.add(new Change("some", 500), Lane.SHARES);
        assertThat(queue.take(0)).isEmpty();
        queue.add(new Change("enough", 12), Lane.SHARES);
        assertThat(queue.take(60_000)).extracting(Change::name).containsExactly("some", "enough");
    }

    @Test
    void aClosedQueueHoldsNothing() throws Exception {
        queue.hold(Lane.SHARES, Duration.ofDays(1));
        add(Lane.SHARES, "share");
        queue.close();
        assertThat(queue.take(60_000)).hasSize(1);
    }
}
