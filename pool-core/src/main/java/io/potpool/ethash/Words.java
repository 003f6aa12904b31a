package io.potpool.ethash;

/** 32-bit words and the little-endian 64-bit lanes made of pairs of them. */
final class Words {

    /** The multiplier of Ethash's FNV: fnv(x, y) = x * PRIME xor y. */
    static final int PRIME = 0x01000193;

    private Words() {}

    static int fnv(int x, int y) {
        return x * PRIME ^ y;
    }

    static long lane(int[] words, int index) {
        return words[index] & 0xffffffffL | (long) words[index + 1] << 32;
    }

    /** Loads the eight lanes of a row. */
    static void load(int[] words, int index, long[] lanes) {
        for (int i = 0; i < 8; i++) {
            lanes[i] = lane(words, index + 2 * i);
        }
    }

    /** Stores eight lanes as a row. */
    static void store(long[] lanes, int[] words, int index) {
        for (int i = 0; i < 8; i++) {
            words[index + 2 * i] = (int) lanes[i];
            words[index + 2 * i + 1] = (int) (lanes[i] >>> 32);
        }
    }
}
