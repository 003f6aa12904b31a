package io.potpool.launcher;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.HashEngine;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.ShareBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds nonces of a header of epoch 0 by hashing, one after another from a first nonce. */
final class MinedNonces {

    private static final LightCache CACHE = LightCache.build(EthashEpoch.of(0, 30_000));

    private final HashEngine engine = HashEngine.plain();
    private final ShareBatch batch = new ShareBatch();
    private final Hash256 header;
    private long next;

    MinedNonces(Hash256 header, long firstNonce) {
        this.header = header;
        this.next = firstNonce;
    }

    /** Returns the next nonces whose reached difficulty fits. */
    List<Nonce> find(int count, Predicate<Difficulty> fits) {
        List<Nonce> found = new ArrayList<>();
        while (found.size() < count) {
            long first = next;
            batch.clear();
            for (int i = 0; i < ShareBatch.MAX; i++) {
                batch.add(header, new Nonce(next++));
            }
            engine.hash(CACHE, batch);
            for (int i = 0; i < ShareBatch.MAX && found.size() < count; i++) {
                if (fits.test(Difficulty.reachedBy(batch.result(i)))) {
                    found.add(new Nonce(first + i));
                    next = first + i + 1;
                }
            }
        }
        return found;
    }
}
