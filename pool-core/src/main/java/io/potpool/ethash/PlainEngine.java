package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;

/** The engine in plain Java: all shares of a batch advance together through every access of the main loop. */
final class PlainEngine implements HashEngine {

    private static final int MIX_WORDS = MainLoop.MIX_WORDS;
    private static final int HALF = MIX_WORDS / 2;
    private static final int WARM_BATCHES = 12;
    private static final int WARM_SINGLES = 8;

    private final int[] mixes = new int[ShareBatch.MAX * MIX_WORDS];
    private final int[] seeds = new int[ShareBatch.MAX];
    private final long[] opened = new long[ShareBatch.MAX * 8];
    private final ItemLanes lanes = new ItemLanes(2 * ShareBatch.MAX);
    private final long[] state = new long[25];

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void warmUp(LightCache cache) {
        ShareBatch batch = new ShareBatch();
        for (int run = 0; run < WARM_BATCHES + WARM_SINGLES; run++) {
            batch.clear();
            for (int share = 0; share < (run < WARM_BATCHES ? ShareBatch.MAX : 1); share++) {
                batch.add(new Hash256(run, share, 0, 0), new Nonce(share));
            }
            hash(cache, batch);
        }
    }

    @Override
    public void hash(LightCache cache, ShareBatch batch) {
        int size = batch.size();
        for (int share = 0; share < size; share++) {
            open(batch, share);
        }
        for (int access = 0; access < MainLoop.ACCESSES; access++) {
            choosePages(cache.pages(), access, size);
            lanes.compute(cache, 2 * size);
            ItemLanes.fnv(mixes, lanes.results(), size * MIX_WORDS);
        }
        for (int share = 0; share < size; share++) {
            close(batch, share);
        }
    }

    private void open(ShareBatch batch, int share) {
        Seal.open(
                state,
                batch.headerWord(share, 0),
                batch.headerWord(share, 1),
                batch.headerWord(share, 2),
                batch.headerWord(share, 3),
                batch.nonce(share));
        System.arraycopy(state, 0, opened, share * 8, 8);
        Words.store(state, mixes, share * MIX_WORDS);
        Words.store(state, mixes, share * MIX_WORDS + HALF);
        seeds[share] = mixes[share * MIX_WORDS];
    }

    /** The two items of a share's page are neighbouring lanes, so that lanes and mixes have the same order. */
    private void choosePages(Modulus pages, int access, int size) {
        int[] items = lanes.items();
        for (int share = 0; share < size; share++) {
            int word = mixes[share * MIX_WORDS + access % MIX_WORDS];
            int page = (int) pages.of(Words.fnv(access ^ seeds[share], word));
            items[2 * share] = 2 * page;
            items[2 * share + 1] = 2 * page + 1;
        }
    }

    private void close(ShareBatch batch, int share) {
        System.arraycopy(opened, share * 8, state, 0, 8);
        MainLoop.compress(mixes, share * MIX_WORDS, state);
        batch.setMix(share, word(8), word(9), word(10), word(11));
        Seal.close(state);
        batch.setResult(share, word(0), word(1), word(2), word(3));
    }

    private long word(int lane) {
        return Long.reverseBytes(state[lane]);
    }
}
