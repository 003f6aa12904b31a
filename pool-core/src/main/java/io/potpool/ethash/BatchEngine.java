package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import org.jspecify.annotations.Nullable;

/**
 * Hashes a batch from the light cache: all shares advance together through every access of the main loop, and the items
 * of all their pages are computed side by side. A share alone takes the path of {@link Ethash#hash}.
 */
final class BatchEngine implements HashEngine {

    private static final int WARM_BATCHES = 12;
    private static final int WARM_SINGLES = 8;

    private final ItemComputer computer;
    private final MixLanes mixes = new MixLanes();
    private final long[] items = new long[ItemComputer.MAX_LANES];
    private final long[] pages = new long[ItemComputer.MAX_LANES * LightCache.ROW_LANES];
    private final MainLoop loop = new MainLoop();
    private @Nullable ComputedPages single;

    BatchEngine(ItemComputer computer) {
        this.computer = computer;
    }

    @Override
    public String name() {
        return computer.name();
    }

    @Override
    public void warmUp(LightCache cache) {
        ShareBatch batch = new ShareBatch();
        for (int run = 0; run < WARM_BATCHES + WARM_SINGLES; run++) {
            batch.clear();
            for (int share = 0; share < (run < WARM_BATCHES ? BatchLimit.MOST : 1); share++) {
                batch.add(new Hash256(run, share, 0, 0), new Nonce(share));
            }
            hash(cache, batch);
        }
    }

    @Override
    public void hash(LightCache cache, ShareBatch batch) {
        int size = batch.size();
        if (size == 1) {
            hashOne(cache, batch);
            return;
        }
        mixes.open(batch);
        for (int access = 0; access < MainLoop.ACCESSES; access++) {
            mixes.choosePages(cache.pages(), access, items);
            for (int share = 0; share < size; share++) {
                items[share] = 2 * items[share] & Words.LOW;
                items[size + share] = items[share] + 1;
            }
            computer.compute(cache, items, 2 * size, pages);
            mixes.mix(pages);
        }
        mixes.close(batch);
    }

    private void hashOne(LightCache cache, ShareBatch batch) {
        if (single == null || single.cache() != cache) {
            single = new ComputedPages(cache);
        }
        loop.run(
                single,
                batch.headerWord(0, 0),
                batch.headerWord(0, 1),
                batch.headerWord(0, 2),
                batch.headerWord(0, 3),
                batch.nonce(0));
        batch.setMix(0, loop.mixWord(0), loop.mixWord(1), loop.mixWord(2), loop.mixWord(3));
        batch.setResult(0, loop.resultWord(0), loop.resultWord(1), loop.resultWord(2), loop.resultWord(3));
    }
}
