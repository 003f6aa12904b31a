package io.potpool.ethash;

/**
 * Computes many dataset items side by side, so that their reads of the cache, which depend on each other within an
 * item, overlap between items. For one thread; nothing is allocated after construction.
 *
 * <p>Each step over all lanes is a few small loops with one result, the form in which the compiler vectorises them.
 */
final class ItemLanes {

    private static final int PARENTS = 256;
    private static final int ROW_WORDS = LightCache.ROW_WORDS;

    /** From this number of lanes on, separate loops are faster than one that does everything. */
    private static final int MANY = 8;

    private final int[] items;
    private final int[] offsets;
    private final int[] mix;
    private final int[] rows;
    private final long[] state = new long[25];

    /** Written so that the compiler keeps the reads of {@link #touch}. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    ItemLanes(int capacity) {
        items = new int[capacity];
        offsets = new int[capacity];
        mix = new int[capacity * ROW_WORDS];
        rows = new int[capacity * ROW_WORDS];
    }

    /** The indices of the items to compute, unsigned; to be written before {@link #compute}. */
    int[] items() {
        return items;
    }

    /** The items computed last, 16 words a lane. */
    int[] results() {
        return mix;
    }

    /** Computes the items of the first {@code lanes} lanes. */
    void compute(LightCache cache, int lanes) {
        begin(cache, lanes);
        if (lanes < MANY) {
            mixFewLanes(cache, lanes);
        } else {
            mixManyLanes(cache, lanes);
        }
        digest(lanes);
    }

    private void begin(LightCache cache, int lanes) {
        int[] words = cache.words();
        for (int lane = 0; lane < lanes; lane++) {
            offsets[lane] = cache.firstWord() + (int) cache.rows().of(items[lane]) * ROW_WORDS;
        }
        touched = touch(cache, offsets, lanes);
        gather(words, offsets, mix, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            mix[lane * ROW_WORDS] ^= items[lane];
        }
        digest(lanes);
    }

    private void digest(int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            Words.load(mix, lane * ROW_WORDS, state);
            Keccak512.ofRow(state);
            Words.store(state, mix, lane * ROW_WORDS);
        }
    }

    private void mixManyLanes(LightCache cache, int lanes) {
        int[] words = cache.words();
        int sum = 0;
        for (int parent = 0; parent < PARENTS; parent++) {
            locate(cache, parent, lanes);
            sum += touch(cache, offsets, lanes);
            gather(words, offsets, rows, lanes);
            fnv(mix, rows, lanes * ROW_WORDS);
        }
        touched = sum;
    }

    private void mixFewLanes(LightCache cache, int lanes) {
        int[] words = cache.words();
        for (int parent = 0; parent < PARENTS; parent++) {
            locate(cache, parent, lanes);
            for (int lane = 0; lane < lanes; lane++) {
                fnvRow(mix, lane * ROW_WORDS, words, offsets[lane]);
            }
        }
    }

    private void locate(LightCache cache, int parent, int lanes) {
        Modulus modulus = cache.rows();
        locate(items, mix, offsets, lanes, parent, cache.firstWord(), modulus.divisor, modulus.factor, modulus.shift);
    }

    /** {@link Modulus#of} with its fields in local variables. */
    private static void locate(
            int[] items,
            int[] mix,
            int[] offsets,
            int lanes,
            int parent,
            int firstWord,
            long divisor,
            long factor,
            int shift) {
        int word = parent % ROW_WORDS;
        for (int lane = 0; lane < lanes; lane++) {
            long dividend = ((items[lane] ^ parent) * Words.PRIME ^ mix[lane * ROW_WORDS + word]) & 0xffffffffL;
            long rest = dividend - (dividend * factor >>> shift) * divisor - divisor;
            offsets[lane] = firstWord + (int) (rest + (divisor & rest >> 63)) * ROW_WORDS;
        }
    }

    /** Reads one word of every row for nothing: the loads of all rows are under way before the first is needed. */
    private static int touch(LightCache cache, int[] offsets, int lanes) {
        return cache.isStraddling()
                ? touch(cache.words(), offsets, lanes, ROW_WORDS - 1)
                : touch(cache.words(), offsets, lanes);
    }

    private static int touch(int[] words, int[] offsets, int lanes) {
        int sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            sum ^= words[offsets[lane]];
        }
        return sum;
    }

    private static int touch(int[] words, int[] offsets, int lanes, int second) {
        int sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            int offset = offsets[lane];
            sum ^= words[offset] ^ words[offset + second];
        }
        return sum;
    }

    /** Written out, since the compiler would make vectors of 16 words with more ado than work. */
    private static void gather(int[] words, int[] offsets, int[] into, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            int from = offsets[lane];
            int to = lane * ROW_WORDS;
            into[to] = words[from];
            into[to + 1] = words[from + 1];
            into[to + 2] = words[from + 2];
            into[to + 3] = words[from + 3];
            into[to + 4] = words[from + 4];
            into[to + 5] = words[from + 5];
            into[to + 6] = words[from + 6];
            into[to + 7] = words[from + 7];
            into[to + 8] = words[from + 8];
            into[to + 9] = words[from + 9];
            into[to + 10] = words[from + 10];
            into[to + 11] = words[from + 11];
            into[to + 12] = words[from + 12];
            into[to + 13] = words[from + 13];
            into[to + 14] = words[from + 14];
            into[to + 15] = words[from + 15];
        }
    }

    /** Sets each of the first {@code count} words of {@code x} to its FNV with that of {@code y}. */
    static void fnv(int[] x, int[] y, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = x[i] * Words.PRIME ^ y[i];
        }
    }

    private static void fnvRow(int[] x, int at, int[] y, int from) {
        x[at] = Words.fnv(x[at], y[from]);
        x[at + 1] = Words.fnv(x[at + 1], y[from + 1]);
        x[at + 2] = Words.fnv(x[at + 2], y[from + 2]);
        x[at + 3] = Words.fnv(x[at + 3], y[from + 3]);
        x[at + 4] = Words.fnv(x[at + 4], y[from + 4]);
        x[at + 5] = Words.fnv(x[at + 5], y[from + 5]);
        x[at + 6] = Words.fnv(x[at + 6], y[from + 6]);
        x[at + 7] = Words.fnv(x[at + 7], y[from + 7]);
        x[at + 8] = Words.fnv(x[at + 8], y[from + 8]);
        x[at + 9] = Words.fnv(x[at + 9], y[from + 9]);
        x[at + 10] = Words.fnv(x[at + 10], y[from + 10]);
        x[at + 11] = Words.fnv(x[at + 11], y[from + 11]);
        x[at + 12] = Words.fnv(x[at + 12], y[from + 12]);
        x[at + 13] = Words.fnv(x[at + 13], y[from + 13]);
        x[at + 14] = Words.fnv(x[at + 14], y[from + 14]);
        x[at + 15] = Words.fnv(x[at + 15], y[from + 15]);
    }
}
