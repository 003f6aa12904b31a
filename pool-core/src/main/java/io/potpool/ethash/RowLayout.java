package io.potpool.ethash;

/**
 * Where rows lie in memory. A row that is one line of the processor's cache is fetched at once; one that straddles two
 * lines needs both. Where a collector puts large arrays differs, so it is measured.
 */
final class RowLayout {

    private static final int LINE_LANES = 8;

    /**
     * The unused lanes before the first row, which put rows on lines if the array itself begins on one, as large arrays
     * do under G1, where each has regions of its own: the header of a {@code long[]} takes 16 bytes, compact or not.
     */
    static final int PADDING = LINE_LANES - 2;

    /** More than the processor's near caches hold; below that the layout does not matter. */
    private static final int MEASURED_LANES = 1 << 20;

    private static final int SAMPLE = 256;
    private static final long LCG_FACTOR = 6364136223846793005L;
    private static final long MEASURING_NANOS = 40_000_000;

    private RowLayout() {}

    /** Returns whether reading the last lane of rows whose first was just read takes long: it is on another line. */
    static boolean straddles(long[] lanes, int firstLane) {
        if (lanes.length < MEASURED_LANES) {
            return false;
        }
        int rows = (lanes.length - firstLane) / LightCache.ROW_LANES;
        int[] offsets = new int[SAMPLE];
        long cold = Long.MAX_VALUE;
        long warm = Long.MAX_VALUE;
        long random = rows;
        long start = System.nanoTime();
        while (System.nanoTime() - start < MEASURING_NANOS) {
            for (int i = 0; i < SAMPLE; i++) {
                random = random * LCG_FACTOR + 1;
                offsets[i] = firstLane + (int) ((random >>> 33) % rows) * LightCache.ROW_LANES;
            }
            long before = System.nanoTime();
            random += sum(lanes, offsets, 0);
            long between = System.nanoTime();
            random += sum(lanes, offsets, LightCache.ROW_LANES - 1);
            long after = System.nanoTime();
            cold = Math.min(cold, between - before);
            warm = Math.min(warm, after - between);
        }
        return warm * 5 > cold * 2;
    }

    /** Its result is used, so the compiler keeps the reads. */
    private static long sum(long[] lanes, int[] offsets, int lane) {
        long sum = 0;
        for (int offset : offsets) {
            sum ^= lanes[offset + lane];
        }
        return sum;
    }
}
