package io.potpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.metrics.Metrics;
import org.junit.jupiter.api.Test;

class StoreHealthTest {

    private final Metrics metrics = new Metrics();

    private static void fail(StoreHealth health, int times) {
        for (int i = 0; i < times; i++) {
            health.failed();
        }
    }

    @Test
    void workStopsAfterMaxFailsInARowAndComesBackWithTheFirstSuccess() {
        StoreHealth health = new StoreHealth(true, 3, metrics);
        fail(health, 2);
        health.confirmed();
        fail(health, 2);
        assertThat(health.serves()).isTrue();
        fail(health, 1);
        assertThat(health.serves()).isFalse();
        assertThat(metrics.snapshot()).containsEntry("store.failsInARow", 3L).containsEntry("store.sick", 1L);
        health.confirmed();
        assertThat(health.serves()).isTrue();
        assertThat(metrics.snapshot()).containsEntry("store.sick", 0L);
    }

    @Test
    void withoutHealthCheckWorkGoesOnAndTheGaugeStillTells() {
        StoreHealth health = new StoreHealth(false, 1, metrics);
        fail(health, 5);

        assertThat(health.serves()).isTrue();
        assertThat(metrics.snapshot()).containsEntry("store.sick", 1L);
    }

    @Test
    void maxFailsBelowOneIsRefused() {
        assertThatThrownBy(() -> new StoreHealth(true, 0, metrics)).isInstanceOf(IllegalArgumentException.class);
    }
}
