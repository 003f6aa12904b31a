package io.potpool.ethash;

import io.potpool.domain.Hash256;

/** The main loop of Ethash for one share, over any source of pages. For one thread; reused without allocating. */
final class MainLoop {

    static final int ACCESSES = 64;

    private static final int WORDS = 2 * PageSource.LANES;

    private final long[] state = new long[25];
    private final long[] mix = new long[PageSource.LANES];
    private final long[] page = new long[PageSource.LANES];
    private final long[] mixHash = new long[4];

    /** Hashes the header, given as four big-endian words, with a nonce. */
    void run(PageSource source, long w0, long w1, long w2, long w3, long nonce) {
        Seal.open(state, w0, w1, w2, w3, nonce);
        System.arraycopy(state, 0, mix, 0, 8);
        System.arraycopy(state, 0, mix, 8, 8);
        int seed = (int) mix[0];
        Modulus pages = source.pages();
        for (int k = 0; k < ACCESSES; k++) {
            int word = k % WORDS;
            int chosen = Words.fnv(k ^ seed, (int) (mix[word >> 1] >>> Words.shift(word)));
            source.read(pages.of(chosen), page);
            for (int lane = 0; lane < PageSource.LANES; lane++) {
                mix[lane] = Words.fnvBoth(mix[lane], page[lane]);
            }
        }
        for (int i = 0; i < mixHash.length; i++) {
            mixHash[i] = fold(mix[4 * i], mix[4 * i + 1], mix[4 * i + 2], mix[4 * i + 3]);
            state[8 + i] = mixHash[i];
        }
        Seal.close(state);
    }

    /** Returns a big-endian word of the mix hash of the last run. */
    long mixWord(int index) {
        return Long.reverseBytes(mixHash[index]);
    }

    /** Returns a big-endian word of the result of the last run. */
    long resultWord(int index) {
        return Long.reverseBytes(state[index]);
    }

    /** Returns mix and result of one header and nonce. */
    static PowHash hash(PageSource source, Hash256 header, long nonce) {
        MainLoop loop = new MainLoop();
        loop.run(source, header.w0(), header.w1(), header.w2(), header.w3(), nonce);
        return new PowHash(
                new Hash256(loop.mixWord(0), loop.mixWord(1), loop.mixWord(2), loop.mixWord(3)),
                new Hash256(loop.resultWord(0), loop.resultWord(1), loop.resultWord(2), loop.resultWord(3)));
    }

    /** Returns a lane of the mix hash: two words, each the FNV of four words that follow each other in the mix. */
    static long fold(long a, long b, long c, long d) {
        return fold(a, b) & Words.LOW | (long) fold(c, d) << 32;
    }

    private static int fold(long a, long b) {
        return Words.fnv(Words.fnv(Words.fnv((int) a, (int) (a >>> 32)), (int) b), (int) (b >>> 32));
    }
}
