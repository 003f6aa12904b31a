package io.potpool.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Origin;
import io.potpool.metrics.Metrics;
import io.potpool.spi.Ban;
import io.potpool.support.MemoryPolicy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BanBookTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final int MOST = 640;

    private final MemoryPolicy store = new MemoryPolicy();
    private final Metrics metrics = new Metrics();
    private final BanBook book = new BanBook(store, MOST, metrics);

    private static Ban ban(int number, long seconds) {
        return new Ban(Origin.parse("198.51." + number / 250 + "." + number % 250), NOW.plusSeconds(seconds), "test");
    }

    private long count(String metric) {
        return metrics.snapshot().getOrDefault(metric, 0L);
    }

    @Test
    void beyondTheBoundTheEarliestToEndAreGivenUpForGoodInBookAndStore() {
        for (int i = 0; i < 2 * MOST; i++) {
            assertThat(book.add(ban(i, 100 + i), NOW)).isTrue();
            assertThat(count("policy.banned")).isLessThanOrEqualTo(MOST + MOST / 64);
        }
        await().until(() -> store.bans(NOW).stream()
                .map(Ban::origin)
                .anyMatch(ban(2 * MOST - 1, 0).origin()::equals));
        await().until(() -> store.bans(NOW).size() <= MOST + MOST / 64);
        await().until(() -> book.refresh(NOW).isEmpty());
        assertThat(book.isBanned(ban(0, 0).origin(), NOW)).isFalse();
        assertThat(book.isBanned(ban(2 * MOST - 1, 0).origin(), NOW)).isTrue();
        assertThat(count("policy.banDropped")).isGreaterThanOrEqualTo(MOST - MOST / 64);
    }

    @Test
    void aStoreWithTooManyBansIsReadUpToTheBoundTheLastToEndFirst() {
        for (int i = 0; i < 2 * MOST; i++) {
            store.ban(ban(i, 100 + i)).toCompletableFuture().join();
        }
        assertThat(book.refresh(NOW)).hasSize(MOST);
        assertThat(book.refresh(NOW)).isEmpty();
        assertThat(count("policy.banned")).isEqualTo(MOST);
        assertThat(book.isBanned(ban(2 * MOST - 1, 0).origin(), NOW)).isTrue();
        assertThat(book.isBanned(ban(0, 0).origin(), NOW)).isFalse();
    }

    @Test
    void anotherEndInTheStoreIsTakenOver() {
        book.add(ban(1, 100), NOW);
        await().until(() -> store.bans(NOW).size() == 1);
        await().until(() -> {
            store.ban(ban(1, 50)).toCompletableFuture().join();
            book.refresh(NOW);
            return !book.isBanned(ban(1, 0).origin(), NOW.plusSeconds(50));
        });
        assertThat(book.isBanned(ban(1, 0).origin(), NOW.plusSeconds(49))).isTrue();
    }
}
