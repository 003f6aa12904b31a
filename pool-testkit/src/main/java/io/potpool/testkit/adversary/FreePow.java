package io.potpool.testkit.adversary;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.HashEngine;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.ShareBatch;

/** A proof of work that costs nothing: results are pseudo-random. */
final class FreePow {

    private final long seed;

    FreePow(long seed) {
        this.seed = seed;
    }

    Hash256 result(Hash256 header, long nonce) {
        long state = mix(seed ^ mix(header.w0() ^ mix(nonce)));
        return new Hash256(mix(state + 1), mix(state + 2), mix(state + 3), mix(state + 4));
    }

    private static long mix(long z) {
        long x = z + 0x9e3779b97f4a7c15L;
        x = (x ^ x >>> 30) * 0xbf58476d1ce4e5b9L;
        x = (x ^ x >>> 27) * 0x94d049bb133111ebL;
        return x ^ x >>> 31;
    }

    HashEngine engine() {
        return new HashEngine() {
            @Override
            public String name() {
                return "free";
            }

            @Override
            public void hash(LightCache cache, ShareBatch batch) {
                for (int i = 0; i < batch.size(); i++) {
                    Hash256 header = new Hash256(
                            batch.headerWord(i, 0),
                            batch.headerWord(i, 1),
                            batch.headerWord(i, 2),
                            batch.headerWord(i, 3));
                    Hash256 result = result(header, new Nonce(batch.nonce(i)).value());
                    batch.setResult(i, result.w0(), result.w1(), result.w2(), result.w3());
                    batch.setMix(i, 1, 2, 3, 4);
                }
            }
        };
    }
}
