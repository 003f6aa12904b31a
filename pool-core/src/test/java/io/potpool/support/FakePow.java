package io.potpool.support;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.HashEngine;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.ShareBatch;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** A proof of work that costs nothing: results are pseudo-random, or as a test has planted them. */
public final class FakePow {

    private static final int ALL = 1 << 20;

    private final long seed;
    private final Map<Long, Hash256> planted = new ConcurrentHashMap<>();
    private final LongAdder hashed = new LongAdder();
    private final Semaphore running = new Semaphore(ALL);
    private volatile int faults;

    public FakePow(long seed) {
        this.seed = seed;
    }

    /** Makes every header with this nonce reach exactly {@code difficulty}. */
    public void plant(long nonce, long difficulty) {
        planted.put(nonce, Difficulty.of(difficulty).toTarget().bound());
    }

    /** Lets the verifiers wait before they hash. */
    public void hold() {
        running.acquireUninterruptibly(ALL);
    }

    public void release() {
        running.release(ALL);
    }

    /** Returns how many verifiers wait with a batch that they have taken. */
    public int held() {
        return running.getQueueLength();
    }

    /** Makes the engines throw at the next batches. */
    public void failNext(int batches) {
        faults = batches;
    }

    public long hashed() {
        return hashed.sum();
    }

    public Hash256 result(Hash256 header, long nonce) {
        Hash256 known = planted.get(nonce);
        if (known != null) {
            return known;
        }
        long state = mix(seed ^ mix(header.w0() ^ mix(nonce)));
        return new Hash256(mix(state + 1), mix(state + 2), mix(state + 3), mix(state + 4));
    }

    private static long mix(long z) {
        long x = z + 0x9e3779b97f4a7c15L;
        x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
        x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
        return x ^ x >>> 31;
    }

    public HashEngine engine() {
        return new Engine();
    }

    private final class Engine implements HashEngine {

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void hash(LightCache cache, ShareBatch batch) {
            running.acquireUninterruptibly();
            try {
                if (faults > 0) {
                    faults--;
                    throw new StackOverflowError("planted");
                }
                for (int i = 0; i < batch.size(); i++) {
                    Hash256 header = new Hash256(
                            batch.headerWord(i, 0),
                            batch.headerWord(i, 1),
                            batch.headerWord(i, 2),
                            batch.headerWord(i, 3));
                    Hash256 result = result(header, new Nonce(batch.nonce(i)).value());
                    batch.setResult(i, result.w0(), result.w1(), result.w2(), result.w3());
                    batch.setMix(i, 1, 2, 3, 4);
                    hashed.increment();
                }
            } finally {
                running.release();
            }
        }
    }
}
