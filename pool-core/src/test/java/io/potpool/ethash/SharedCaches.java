package io.potpool.ethash;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Real caches for the tests of this JVM, each built once. Small ones stay; along a plan of epochs in ascending order
 * the next ones are built by two threads while the current one is in use, and those passed are dropped.
 */
final class SharedCaches {

    private static final int AHEAD = 2;
    private static final long SMALL_BYTES = 18L << 20;
    private static final ExecutorService BUILDERS = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "test-cache-builder");
        thread.setDaemon(true);
        return thread;
    });
    private static final Map<EthashEpoch, CompletableFuture<LightCache>> CACHES = new ConcurrentHashMap<>();

    private SharedCaches() {}

    static LightCache get(EthashEpoch epoch) {
        return start(epoch).join();
    }

    /** Returns the cache of an epoch of the plan. */
    static LightCache get(EthashEpoch epoch, List<EthashEpoch> plan) {
        int at = plan.indexOf(epoch);
        plan.subList(0, at).stream().filter(e -> e.cacheBytes() > SMALL_BYTES).forEach(CACHES::remove);
        plan.subList(at, Math.min(at + AHEAD + 1, plan.size())).forEach(SharedCaches::start);
        return get(epoch);
    }

    private static CompletableFuture<LightCache> start(EthashEpoch epoch) {
        return CACHES.computeIfAbsent(epoch, e -> CompletableFuture.supplyAsync(() -> LightCache.build(e), BUILDERS));
    }
}
