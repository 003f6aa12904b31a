package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.keccak.KeccakF;

/**
 * Light verification by the book, the measure of the engines: one share at a time, 32-bit words, written straight from the
 * specification as a careful verifier of a node or a pool is. The cache is one {@code int[]}, so that its rows lie as Java
 * lays them, 16 bytes off a line of the processor's cache; the remainder is the processor's division. The two items of a
 * page are mixed side by side, as chfast/ethash does and Besu and EthereumJ do not, and Keccak is pool-core's permutation,
 * so that it is ahead of those two in Java. It knows nothing of the engines' layout, touching or batches.
 *
 * <p>For one thread.
 */
final class ByTheBook {

    private static final int ACCESSES = 64;
    private static final int PARENTS = 256;
    private static final int ROW = 16;
    private static final int PRIME = 0x01000193;
    private static final long LAST_BIT = 1L << 63;

    private final int[] cache;
    private final int rows;
    private final int pages;
    private final long[] state = new long[25];
    private final int[] low = new int[ROW];
    private final int[] high = new int[ROW];
    private final int[] page = new int[2 * ROW];

    /** Takes a copy of the rows of a cache. */
    ByTheBook(LightCache source) {
        rows = (int) source.rows().divisor();
        pages = (int) source.pages().divisor();
        cache = new int[rows * ROW];
        for (int word = 0; word < cache.length; word++) {
            cache[word] = (int) (source.lanes()[source.firstLane() + word / 2] >>> 32 * (word % 2));
        }
    }

    /** Returns mix and result. */
    PowHash hash(Hash256 header, long nonce) {
        int[] seed = new int[ROW];
        state[0] = Long.reverseBytes(header.w0());
        state[1] = Long.reverseBytes(header.w1());
        state[2] = Long.reverseBytes(header.w2());
        state[3] = Long.reverseBytes(header.w3());
        state[4] = nonce;
        keccak(5, 8);
        squeeze(seed);
        int[] mix = new int[2 * ROW];
        System.arraycopy(seed, 0, mix, 0, ROW);
        System.arraycopy(seed, 0, mix, ROW, ROW);
        for (int access = 0; access < ACCESSES; access++) {
            readPage(Integer.remainderUnsigned(fnv(access ^ seed[0], mix[access % mix.length]), pages));
            for (int word = 0; word < mix.length; word++) {
                mix[word] = fnv(mix[word], page[word]);
            }
        }
        int[] compressed = new int[8];
        for (int word = 0; word < compressed.length; word++) {
            int from = 4 * word;
            compressed[word] = fnv(fnv(fnv(mix[from], mix[from + 1]), mix[from + 2]), mix[from + 3]);
        }
        absorb(seed, 0);
        absorb(compressed, 8);
        Hash256 mixHash = Seal.hash(state, 8);
        keccak(12, 16);
        return new PowHash(mixHash, Seal.hash(state, 0));
    }

    private void readPage(int index) {
        int lowItem = 2 * index;
        int highItem = lowItem + 1;
        begin(lowItem, low);
        begin(highItem, high);
        for (int parent = 0; parent < PARENTS; parent++) {
            mixRow(low, Integer.remainderUnsigned(fnv(lowItem ^ parent, low[parent % ROW]), rows));
            mixRow(high, Integer.remainderUnsigned(fnv(highItem ^ parent, high[parent % ROW]), rows));
        }
        digest(low);
        digest(high);
        System.arraycopy(low, 0, page, 0, ROW);
        System.arraycopy(high, 0, page, ROW, ROW);
    }

    private void begin(int item, int[] mix) {
        System.arraycopy(cache, Integer.remainderUnsigned(item, rows) * ROW, mix, 0, ROW);
        mix[0] ^= item;
        digest(mix);
    }

    private void mixRow(int[] mix, int row) {
        int from = row * ROW;
        for (int word = 0; word < ROW; word++) {
            mix[word] = fnv(mix[word], cache[from + word]);
        }
    }

    private void digest(int[] row) {
        absorb(row, 0);
        keccak(8, 8);
        squeeze(row);
    }

    private void absorb(int[] words, int lane) {
        for (int word = 0; word < words.length; word += 2) {
            state[lane + word / 2] = Integer.toUnsignedLong(words[word]) | (long) words[word + 1] << 32;
        }
    }

    private void squeeze(int[] words) {
        for (int word = 0; word < words.length; word++) {
            words[word] = (int) (state[word / 2] >>> 32 * (word % 2));
        }
    }

    /** Pads a message of so many lanes up to the last lane of the rate, and permutes. */
    private void keccak(int lanes, int lastOfRate) {
        for (int lane = lanes; lane < state.length; lane++) {
            state[lane] = 0;
        }
        state[lanes] = 1;
        state[lastOfRate] |= LAST_BIT;
        KeccakF.permute(state);
    }

    private static int fnv(int x, int y) {
        return x * PRIME ^ y;
    }
}
