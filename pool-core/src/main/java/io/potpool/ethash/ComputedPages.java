package io.potpool.ethash;

/** Pages computed from a light cache, the two items of each side by side; for one thread. */
final class ComputedPages implements PageSource {

    private static final int ROW = LightCache.ROW_LANES;

    private final LightCache cache;
    private final long[] rows;
    private final int firstLane;
    private final long[] state = new long[25];
    private final long[] mix = new long[2 * ROW];

    ComputedPages(LightCache cache) {
        this.cache = cache;
        this.rows = cache.lanes();
        this.firstLane = cache.firstLane();
    }

    LightCache cache() {
        return cache;
    }

    @Override
    public Modulus pages() {
        return cache.pages();
    }

    @Override
    public void read(long index, long[] into) {
        int low = (int) (2 * index);
        int high = low + 1;
        begin(low, 0);
        begin(high, ROW);
        mix(low, high);
        digest(0);
        digest(ROW);
        System.arraycopy(mix, 0, into, 0, into.length);
    }

    private void begin(int item, int at) {
        System.arraycopy(rows, firstLane + (int) cache.rows().of(item) * ROW, mix, at, ROW);
        mix[at] ^= item & Words.LOW;
        digest(at);
    }

    private void digest(int at) {
        System.arraycopy(mix, at, state, 0, ROW);
        Keccak512.ofRow(state);
        System.arraycopy(state, 0, mix, at, ROW);
    }

    /** The reads of one item depend on each other; those of the two overlap. */
    private void mix(int low, int high) {
        Modulus count = cache.rows();
        for (int parent = 0; parent < ItemComputer.PARENTS; parent++) {
            int lane = parent % (2 * ROW) >> 1;
            int shift = Words.shift(parent);
            int first = Words.fnv(low ^ parent, (int) (mix[lane] >>> shift));
            int second = Words.fnv(high ^ parent, (int) (mix[ROW + lane] >>> shift));
            int firstRow = firstLane + (int) count.of(first) * ROW;
            int secondRow = firstLane + (int) count.of(second) * ROW;
            fnvRow(mix, 0, rows, firstRow);
            fnvRow(mix, ROW, rows, secondRow);
        }
    }

    /** Written out: the compiler would make a loop of it. */
    private static void fnvRow(long[] x, int at, long[] y, int from) {
        x[at] = Words.fnvBoth(x[at], y[from]);
        x[at + 1] = Words.fnvBoth(x[at + 1], y[from + 1]);
        x[at + 2] = Words.fnvBoth(x[at + 2], y[from + 2]);
        x[at + 3] = Words.fnvBoth(x[at + 3], y[from + 3]);
        x[at + 4] = Words.fnvBoth(x[at + 4], y[from + 4]);
        x[at + 5] = Words.fnvBoth(x[at + 5], y[from + 5]);
        x[at + 6] = Words.fnvBoth(x[at + 6], y[from + 6]);
        x[at + 7] = Words.fnvBoth(x[at + 7], y[from + 7]);
    }
}
