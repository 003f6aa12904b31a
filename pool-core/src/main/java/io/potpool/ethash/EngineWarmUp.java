package io.potpool.ethash;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every verifier thread's engine warmed with the first cache before the first job is announced: in a fresh JVM the
 * first shares of a run would not be answered in time.
 */
final class EngineWarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(EngineWarmUp.class);

    private final AtomicInteger coldThreads;
    private volatile @Nullable LightCache cache;

    EngineWarmUp(int threads) {
        coldThreads = new AtomicInteger(threads);
    }

    /** Returns whether all engines are warm; if not, they are being warmed with {@code first} when this returns. */
    boolean isDone(LightCache first) {
        if (coldThreads.get() <= 0) {
            return true;
        }
        cache = first;
        return false;
    }

    /** Warms one thread's engine, once that has been asked for; returns whether it was. A fault ends it. */
    boolean serve(HashEngine engine) {
        LightCache first = cache;
        if (first == null) {
            return false;
        }
        try {
            engine.warmUp(first);
        } catch (RuntimeException | Error fault) {
            LOG.error("the hash engine {} cannot be warmed", engine.name(), fault);
        } finally {
            coldThreads.decrementAndGet();
        }
        return true;
    }
}
