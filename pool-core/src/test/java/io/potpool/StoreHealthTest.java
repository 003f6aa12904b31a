package io.potpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.metrics.Metrics;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreHealthTest {

    private final Metrics metrics = new Metrics();
    private long now = Long.MAX_VALUE - 1;

    private StoreHealth health(boolean stops, int maxFails, Duration interval) {
        return new StoreHealth(new StoreHealth.Settings(stops, maxFails, interval), () -> now, metrics);
    }

    /** Fails now and once in every second that passes. */
    private void fail(StoreHealth health, int seconds) {
        health.failed();
        for (int i = 0; i < seconds; i++) {
            now += Duration.ofSeconds(1).toNanos();
            health.failed();
        }
    }

    @Test
    void workStopsAfterMaxFailsInARowAndComesBackWithTheFirstSuccess() {
        StoreHealth health = health(true, 3, Duration.ofSeconds(1));
        fail(health, 1);
        health.confirmed();
        fail(health, 1);
        assertThat(health.serves()).isTrue();
        fail(health, 1);
        assertThat(health.serves()).isFalse();
        assertThat(metrics.snapshot()).containsEntry("store.failsInARow", 3L).containsEntry("store.sick", 1L);
        health.confirmed();
        assertThat(health.serves()).isTrue();
        assertThat(metrics.snapshot()).containsEntry("store.sick", 0L);
    }

    @Test
    void theFamilysDefaultIsFiveMinutesHoweverOftenTheStoreIsAsked() {
        StoreHealth health = new StoreHealth(StoreHealth.Settings.DEFAULT, () -> now, metrics);
        fail(health, 99 * 3 - 1);
        assertThat(health.serves()).isTrue();
        assertThat(metrics.snapshot()).containsEntry("store.failsInARow", 99L);

        fail(health, 1);
        assertThat(health.serves()).isFalse();
    }

    @Test
    void anIntervalShorterThanTheTimeBetweenTwoLooksCountsAllThatHavePassed() {
        StoreHealth health = health(true, 9, Duration.ofMillis(250));
        fail(health, 1);
        assertThat(health.serves()).isTrue();
        fail(health, 1);
        assertThat(health.serves()).isFalse();
    }

    @Test
    void withoutHealthCheckWorkGoesOnAndTheGaugeStillTells() {
        StoreHealth health = health(false, 1, Duration.ofSeconds(3));
        fail(health, 1);

        assertThat(health.serves()).isTrue();
        assertThat(metrics.snapshot()).containsEntry("store.sick", 1L);
    }

    @Test
    void valuesOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> health(true, 0, Duration.ofSeconds(3))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> health(true, 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
