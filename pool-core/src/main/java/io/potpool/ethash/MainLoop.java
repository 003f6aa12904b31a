package io.potpool.ethash;

import io.potpool.domain.Hash256;

/** The main loop of Ethash for one share, over any source of pages. */
final class MainLoop {

    static final int ACCESSES = 64;

    static final int MIX_WORDS = 32;

    private MainLoop() {}

    static PowHash run(PageSource source, Hash256 header, long nonce) {
        long[] state = new long[25];
        Seal.open(state, header, nonce);
        int[] mix = new int[MIX_WORDS];
        Words.store(state, mix, 0);
        Words.store(state, mix, MIX_WORDS / 2);
        int seed = mix[0];
        Modulus pages = source.pages();
        int[] page = new int[MIX_WORDS];
        for (int k = 0; k < ACCESSES; k++) {
            source.read((int) pages.of(Words.fnv(k ^ seed, mix[k % MIX_WORDS])), page);
            for (int w = 0; w < MIX_WORDS; w++) {
                mix[w] = Words.fnv(mix[w], page[w]);
            }
        }
        compress(mix, 0, state);
        Hash256 mixHash = Seal.hash(state, 8);
        Seal.close(state);
        return new PowHash(mixHash, Seal.hash(state, 0));
    }

    /** Sets lanes 8 to 11 of a state to the digest of the 32 words that begin at {@code at}. */
    static void compress(int[] mix, int at, long[] state) {
        for (int i = 0; i < 4; i++) {
            state[8 + i] = fold(mix, at + 8 * i) & 0xffffffffL | (long) fold(mix, at + 8 * i + 4) << 32;
        }
    }

    private static int fold(int[] mix, int at) {
        return Words.fnv(Words.fnv(Words.fnv(mix[at], mix[at + 1]), mix[at + 2]), mix[at + 3]);
    }
}
