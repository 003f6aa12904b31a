package io.potpool.testkit.adversary;

import io.potpool.domain.Difficulty;
import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.LightCache;
import io.potpool.spi.PoolStore;
import io.potpool.terms.Terms;
import io.potpool.terms.TermsChange;
import io.potpool.testkit.adversary.CutStore.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Two instances of a pool on one store and one chain, in the course of a bad day: one far ahead, one cut off from the store or
 * without its answers, heights that fall and rise, and one that restarts.
 */
final class TwoInstances implements AutoCloseable {

    private static final long FIRST = 100;
    private static final int AHEAD = 10;
    private static final int FALL = 3;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final FreePow pow;
    private final Supplier<PoolStore> stores;
    private final PoolBug bug;
    private final long seed;
    private final EpochCaches caches = new EpochCaches(epoch -> LightCache.build(epoch, 128, 256), 2);
    private Member a;
    private Member b;
    private int branch;
    private boolean fell;

    TwoInstances(Supplier<PoolStore> stores, Terms defaults, PoolBug bug, long seed) {
        this.stores = stores;
        this.bug = bug;
        this.seed = seed;
        this.pow = new FreePow(seed);
        caches.get(Member.CHAIN.epochAt(FIRST)).toCompletableFuture().join();
        a = join("a", START);
        b = join("b", START);
        CompletionStage<?> recorded = a.append(new TermsChange.Defaults(defaults.with(Member.CHAIN.schedule())));
        Awaitility.await().until(() -> {
            confirm();
            return recorded.toCompletableFuture().isDone();
        });
        settle();
    }

    private Member join(String name, Instant now) {
        return new Member(name, new CutStore(stores.get(), bug, name.equals("a")), pow, caches, now);
    }

    List<Member> members() {
        return List.of(a, b);
    }

    private void confirm() {
        a.confirm();
        b.confirm();
    }

    /** Waits until all that is asked of the terms log is in force, or for as long as it can be while one is cut off. */
    void settle() {
        confirm();
        confirm();
        if (a.store.isOpen() && b.store.isOpen()) {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        confirm();
                        return a.pending() + b.pending() == 0;
                    });
        }
    }

    /** Work of the next height comes; returns whether sessions of the first instance are lost by a restart. */
    boolean next(int round) {
        boolean restarted = false;
        if (round % 25 == 24) {
            reconnect();
            settle();
            a.close();
            a = join("a", a.now());
            settle();
            restarted = true;
        }
        if (round % 30 == 26) {
            branch++;
            fell = true;
        } else if (round % 30 == 28) {
            fell = false;
        }
        long height = FIRST + round - (fell ? FALL : 0);
        long later = fell ? 61 : 10;
        a.see(height, branch, difficulty(height), later);
        b.see(ahead(round, height), branch, difficulty(ahead(round, height)), later);
        return restarted;
    }

    /** From the tenth round of thirty on b is ten heights ahead and stays there until a has come after. */
    private static long ahead(int round, long height) {
        int phase = round % 30;
        return phase < 10 || phase >= 20 ? height : height + AHEAD - (phase - 10);
    }

    private Difficulty difficulty(long height) {
        return Difficulty.of(1000 + new Random(seed + height).nextInt(2000));
    }

    /** What the network does to a at the end of a round, after terms have been asked for. */
    void trouble(int round) {
        switch (round % 9) {
            case 1 -> {
                // all that is asked for is pending: then the last confirmation settles it, and a has not heard of that
                a.reachesTheStore();
                b.reachesTheStore();
                confirm();
                confirm();
            }
            case 3 -> {
                b.confirm();
                a.store.way(Way.CUT);
                b.confirm();
            }
            case 4 -> b.confirm();
            case 6 -> {
                confirm();
                a.store.way(Way.ANSWERS_LOST);
                a.confirm();
                b.confirm();
                a.store.way(Way.CUT);
            }
            case 5, 8 -> reconnect();
            default -> settle();
        }
    }

    private void reconnect() {
        a.store.way(Way.OPEN);
        Awaitility.await().pollDelay(Duration.ZERO).until(() -> {
            confirm();
            return a.isRecorded() && b.isRecorded();
        });
    }

    /** Both commit what they have judged and leave. */
    @Override
    public void close() {
        reconnect();
        a.close();
        b.close();
        caches.close();
    }
}
