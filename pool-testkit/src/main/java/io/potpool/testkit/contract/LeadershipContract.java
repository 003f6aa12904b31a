package io.potpool.testkit.contract;

import static io.potpool.testkit.contract.PoolStoreContract.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.Instance;
import io.potpool.spi.JournalId;
import io.potpool.spi.Leadership;
import io.potpool.spi.LeadershipStore;
import io.potpool.spi.PoolStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link LeadershipStore} must do. */
public abstract class LeadershipContract {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final JournalId FIRST = new JournalId(1, 1);
    private static final JournalId SECOND = new JournalId(2, 2);

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    /** Opens the store whose data lie in, or are named by, this directory. */
    protected abstract PoolStore open(Path dir);

    private static Optional<Leadership> take(PoolStore store, JournalId by, Duration ttl) {
        return await(store.leadership().take("payouts", by, ttl));
    }

    @Test
    public void anOfficeHasOneHolderAndOthersWait() {
        try (PoolStore store = open(dir)) {
            assertThat(store.leadership().holder("payouts")).isEmpty();
            assertThat(take(store, FIRST, LONG)).isPresent();
            assertThat(take(store, SECOND, LONG)).isEmpty();
            assertThat(await(store.leadership().take("shifts", SECOND, LONG))).isPresent();
            assertThat(store.leadership().holder("payouts").orElseThrow().id()).isEqualTo(FIRST);
        }
    }

    @Test
    public void renewingKeepsTheTokenAndMovesTheEnd() {
        try (PoolStore store = open(dir)) {
            Leadership taken = take(store, FIRST, Duration.ofMinutes(1)).orElseThrow();
            Leadership renewed = take(store, FIRST, LONG).orElseThrow();
            assertThat(taken.token()).isPositive();
            assertThat(renewed.token()).isEqualTo(taken.token());
            assertThat(renewed.until()).isAfter(taken.until());
            assertThat(renewed.office()).isEqualTo("payouts");
        }
    }

    @Test
    public void tokenRisesWithEveryChangeOfTheHolder() {
        long before;
        try (PoolStore store = open(dir)) {
            before = take(store, FIRST, SHORT).orElseThrow().token();
            Leadership next = Awaitility.await()
                    .until(() -> take(store, SECOND, SHORT), Optional::isPresent)
                    .orElseThrow();
            assertThat(next.token()).isGreaterThan(before);
            before = next.token();
            await(store.leadership().leave(next));
        }
        try (PoolStore store = open(dir)) {
            Leadership later = Awaitility.await()
                    .until(() -> take(store, FIRST, LONG), Optional::isPresent)
                    .orElseThrow();
            assertThat(later.token()).isGreaterThan(before);
        }
    }

    @Test
    public void leavingFreesTheOfficeAndAFormerHolderFreesNothing() {
        try (PoolStore store = open(dir)) {
            Leadership former = take(store, FIRST, LONG).orElseThrow();
            await(store.leadership().leave(former));
            assertThat(store.leadership().holder("payouts")).isEmpty();
            assertThat(take(store, SECOND, LONG)).isPresent();
            await(store.leadership().leave(former));
            assertThat(store.leadership().holder("payouts").orElseThrow().id()).isEqualTo(SECOND);
        }
    }

    @Test
    public void holderIsCalledByTheNameOfItsInstance() {
        try (PoolStore store = open(dir)) {
            await(store.instances().register(new Instance(FIRST, "eu-1", "1.0", SampleShares.AT)));
            take(store, FIRST, LONG);
            assertThat(store.leadership().holder("payouts").orElseThrow().name())
                    .isEqualTo("eu-1");
        }
    }
}
