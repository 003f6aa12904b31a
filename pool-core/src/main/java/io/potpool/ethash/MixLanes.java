package io.potpool.ethash;

/**
 * The mixes of the shares of a batch during the main loop, word by word: 64-bit lane w of the low half of share i's mix
 * at w * 2n + i, of the high half at w * 2n + n + i, for a batch of n. Pages come in the same layout. For one thread;
 * allocates nothing after construction.
 */
final class MixLanes {

    private static final int ROW = LightCache.ROW_LANES;

    private final long[] planes = new long[ItemComputer.MAX_LANES * ROW];
    private final long[] seeds = new long[ShareBatch.MAX];
    private final long[] opened = new long[ShareBatch.MAX * ROW];
    private final long[] state = new long[25];
    private int size;

    /** Begins the main loop for the shares of a batch. */
    void open(ShareBatch batch) {
        size = batch.size();
        for (int share = 0; share < size; share++) {
            Seal.open(
                    state,
                    batch.headerWord(share, 0),
                    batch.headerWord(share, 1),
                    batch.headerWord(share, 2),
                    batch.headerWord(share, 3),
                    batch.nonce(share));
            System.arraycopy(state, 0, opened, share * ROW, ROW);
            for (int word = 0; word < ROW; word++) {
                planes[word * 2 * size + share] = state[word];
                planes[word * 2 * size + size + share] = state[word];
            }
            seeds[share] = state[0] & Words.LOW;
        }
    }

    /** Writes the page that each share reads in an access. */
    void choosePages(Modulus count, int access, long[] into) {
        int word = access % (4 * ROW);
        int plane = (word % (2 * ROW) >> 1) * 2 * size + word / (2 * ROW) * size;
        int shift = Words.shift(word);
        for (int share = 0; share < size; share++) {
            into[share] = count.of(Words.fnv(access ^ (int) seeds[share], (int) (planes[plane + share] >>> shift)));
        }
    }

    /** Mixes the pages read into the mixes. */
    void mix(long[] pages) {
        PlainItems.fnv(planes, pages, 2 * ROW * size);
    }

    /** Writes mix hashes and results into the batch. */
    void close(ShareBatch batch) {
        for (int share = 0; share < size; share++) {
            System.arraycopy(opened, share * ROW, state, 0, ROW);
            for (int i = 0; i < 4; i++) {
                int first = 4 * i % ROW * 2 * size + i / 2 * size + share;
                state[8 + i] = MainLoop.fold(
                        planes[first], planes[first + 2 * size], planes[first + 4 * size], planes[first + 6 * size]);
            }
            batch.setMix(share, word(8), word(9), word(10), word(11));
            Seal.close(state);
            batch.setResult(share, word(0), word(1), word(2), word(3));
        }
    }

    private long word(int lane) {
        return Long.reverseBytes(state[lane]);
    }
}
