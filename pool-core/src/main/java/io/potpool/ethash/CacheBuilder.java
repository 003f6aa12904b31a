package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.keccak.KeccakF;

/** Computes the rows of a light cache: a chain of Keccak-512, then three rounds of RandMemoHash. */
final class CacheBuilder {

    private static final int ROUNDS = 3;
    private static final int ROW_WORDS = LightCache.ROW_WORDS;

    private final long[] state = new long[25];
    private final int[] words;
    private final int firstWord;
    private final int rows;

    private CacheBuilder(int firstWord, int rows) {
        this.firstWord = firstWord;
        this.rows = rows;
        this.words = new int[firstWord + rows * ROW_WORDS];
    }

    /** Returns {@code firstWord} unused words and then {@code rows} rows. */
    static int[] build(Hash256 seed, int firstWord, int rows) {
        CacheBuilder builder = new CacheBuilder(firstWord, rows);
        builder.chain(seed);
        Modulus modulus = new Modulus(rows);
        for (int round = 0; round < ROUNDS; round++) {
            builder.mix(modulus);
        }
        return builder.words;
    }

    private void chain(Hash256 seed) {
        state[0] = Long.reverseBytes(seed.w0());
        state[1] = Long.reverseBytes(seed.w1());
        state[2] = Long.reverseBytes(seed.w2());
        state[3] = Long.reverseBytes(seed.w3());
        state[4] = 1;
        state[8] = 1L << 63;
        KeccakF.permute(state);
        store(0);
        for (int row = 1; row < rows; row++) {
            Keccak512.ofRow(state);
            store(row);
        }
    }

    private void mix(Modulus modulus) {
        for (int row = 0; row < rows; row++) {
            int previous = firstWord + (row == 0 ? rows - 1 : row - 1) * ROW_WORDS;
            int other = firstWord + (int) modulus.of(words[firstWord + row * ROW_WORDS]) * ROW_WORDS;
            for (int lane = 0; lane < 8; lane++) {
                state[lane] = Words.lane(words, previous + 2 * lane) ^ Words.lane(words, other + 2 * lane);
            }
            Keccak512.ofRow(state);
            store(row);
        }
    }

    private void store(int row) {
        Words.store(state, words, firstWord + row * ROW_WORDS);
    }
}
