package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses among item computers by measuring them once, with the first cache; thread-safe. */
final class EngineChoice {

    private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);
    private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long MIN_BATCHES = 2;

    private final List<Supplier<ItemComputer>> candidates;
    private int chosen = -1;

    /** Takes at least one candidate. */
    EngineChoice(List<Supplier<ItemComputer>> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    HashEngine engine() {
        return new Engine();
    }

    private synchronized Supplier<ItemComputer> choose(LightCache cache) {
        if (chosen < 0) {
            chosen = fastest(cache);
        }
        return candidates.get(chosen);
    }

    private int fastest(LightCache cache) {
        if (candidates.size() == 1) {
            return 0;
        }
        List<EngineRate> rates = measure(candidates, cache);
        EngineRate best = Collections.max(rates, Comparator.comparingLong(EngineRate::sharesPerSecond));
        LOG.info("verifier: {} (shares/s a thread: {}; light cache of {} bytes)", best.name(), rates, cache.bytes());
        return rates.indexOf(best);
    }

    /** Measures every candidate, warmed up, for its part of 200 ms. */
    static List<EngineRate> measure(List<Supplier<ItemComputer>> candidates, LightCache cache) {
        List<EngineRate> rates = new ArrayList<>();
        for (Supplier<ItemComputer> candidate : candidates) {
            HashEngine engine = new BatchEngine(candidate.get());
            engine.warmUp(cache);
            rates.add(
                    new EngineRate(engine.name(), Math.round(rate(engine, cache, MEASURED_NANOS / candidates.size()))));
        }
        return rates;
    }

    /** Returns shares a second in full batches. */
    private static double rate(HashEngine engine, LightCache cache, long nanos) {
        ShareBatch batch = new ShareBatch();
        long start = System.nanoTime();
        long batches = 0;
        long took = 0;
        while (batches < MIN_BATCHES || took < nanos) {
            batch.clear();
            for (int share = 0; share < BatchLimit.MOST; share++) {
                batch.add(new Hash256(batches, share, 1, 1), new Nonce(share));
            }
            engine.hash(cache, batch);
            batches++;
            took = System.nanoTime() - start;
        }
        return batches * BatchLimit.MOST * 1e9 / took;
    }

    /** Plain until warmed up. */
    private final class Engine implements HashEngine {

        private HashEngine inUse = new BatchEngine(candidates.get(0).get());

        @Override
        public String name() {
            return inUse.name();
        }

        @Override
        public void warmUp(LightCache cache) {
            inUse = new BatchEngine(choose(cache).get());
            inUse.warmUp(cache);
        }

        @Override
        public void hash(LightCache cache, ShareBatch batch) {
            inUse.hash(cache, batch);
        }
    }
}
