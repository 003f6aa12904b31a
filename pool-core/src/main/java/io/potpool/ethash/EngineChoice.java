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
    private static final long MIN_BATCHES = 1;
    private static final int ROUNDS = 4;

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

    /**
     * Measures every candidate, warmed up, in turn for 200 ms in all; the best of its rounds counts. One whose hashes are not
     * those of the first has no rate.
     */
    static List<EngineRate> measure(List<Supplier<ItemComputer>> candidates, LightCache cache) {
        List<HashEngine> engines = new ArrayList<>();
        long[] best = new long[candidates.size()];
        for (Supplier<ItemComputer> candidate : candidates) {
            HashEngine engine = new BatchEngine(candidate.get());
            engine.warmUp(cache);
            engines.add(engine);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < best.length; i++) {
                long nanos = MEASURED_NANOS / ROUNDS / best.length;
                best[i] = Math.max(best[i], Math.round(rate(engines.get(i), cache, nanos)));
            }
        }
        List<EngineRate> rates = new ArrayList<>();
        for (int i = 0; i < best.length; i++) {
            boolean right = i == 0 || agree(engines.get(0), engines.get(i), cache);
            if (!right) {
                LOG.error(
                        "the item computer {} computes wrong hashes and is not used",
                        engines.get(i).name());
            }
            rates.add(new EngineRate(engines.get(i).name(), right ? best[i] : 0));
        }
        return rates;
    }

    private static boolean agree(HashEngine one, HashEngine other, LightCache cache) {
        ShareBatch left = batch(1);
        ShareBatch right = batch(1);
        one.hash(cache, left);
        other.hash(cache, right);
        for (int share = 0; share < left.size(); share++) {
            if (!left.hash(share).equals(right.hash(share))) {
                return false;
            }
        }
        return true;
    }

    private static ShareBatch batch(long header) {
        ShareBatch batch = new ShareBatch();
        for (int share = 0; share < BatchLimit.MOST; share++) {
            batch.add(new Hash256(header, share, 1, 1), new Nonce(share));
        }
        return batch;
    }

    /** Returns shares a second in full batches. */
    private static double rate(HashEngine engine, LightCache cache, long nanos) {
        ShareBatch batch = batch(2);
        long start = System.nanoTime();
        long batches = 0;
        long took = 0;
        while (batches < MIN_BATCHES || took < nanos) {
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

        @Override
        public void failed(Throwable fault) {
            HashEngine plain = new BatchEngine(candidates.get(0).get());
            if (!inUse.name().equals(plain.name())) {
                LOG.error("the engine {} failed; {} is used from now on", inUse.name(), plain.name());
                inUse = plain;
            }
        }
    }
}
