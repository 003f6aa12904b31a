package io.potpool.ethash;

/**
 * Where rows lie in memory. A row that is one line of the processor's cache is fetched at once; one that straddles two
 * lines needs both. Array headers and the places where collectors put large arrays differ, so the second is measured.
 */
final class RowLayout {

    private static final int LINE_WORDS = 16;
    private static final int USUAL_PADDING = LINE_WORDS - 4;
    private static final int COMPACT_PADDING = LINE_WORDS - 3;
    private static final int FIRST_WITH_COMPACT_HEADERS = 24;

    /** More than the processor's near caches hold; below that the layout does not matter. */
    private static final int MEASURED_WORDS = 2 << 20;

    private static final int SAMPLE = 256;
    private static final long LCG_FACTOR = 6364136223846793005L;
    private static final long MEASURING_NANOS = 40_000_000;

    private RowLayout() {}

    /**
     * Returns the unused words before the first row that put rows on lines if the array itself begins on one, as large
     * arrays do under G1, where each has regions of its own. Array headers have 16 bytes, or 12 if they are compact,
     * which newer virtual machines offer.
     *
     * @param cacheWords the words of all rows
     */
    static int padding(int cacheWords) {
        boolean measured = Runtime.version().feature() >= FIRST_WITH_COMPACT_HEADERS && cacheWords >= MEASURED_WORDS;
        if (measured) {
            int[] trial = new int[MEASURED_WORDS + LINE_WORDS];
            if (straddles(trial, USUAL_PADDING) && !straddles(trial, COMPACT_PADDING)) {
                return COMPACT_PADDING;
            }
        }
        return USUAL_PADDING;
    }

    /** Returns whether reading the last word of rows whose first was just read takes long: it is on another line. */
    static boolean straddles(int[] words, int firstWord) {
        if (words.length < MEASURED_WORDS) {
            return false;
        }
        int rows = (words.length - firstWord) / LightCache.ROW_WORDS;
        int[] offsets = new int[SAMPLE];
        long cold = Long.MAX_VALUE;
        long warm = Long.MAX_VALUE;
        long random = rows;
        long start = System.nanoTime();
        while (System.nanoTime() - start < MEASURING_NANOS) {
            for (int i = 0; i < SAMPLE; i++) {
                random = random * LCG_FACTOR + 1;
                offsets[i] = firstWord + (int) ((random >>> 33) % rows) * LightCache.ROW_WORDS;
            }
            long before = System.nanoTime();
            random += sum(words, offsets, 0);
            long between = System.nanoTime();
            random += sum(words, offsets, LightCache.ROW_WORDS - 1);
            long after = System.nanoTime();
            cold = Math.min(cold, between - before);
            warm = Math.min(warm, after - between);
        }
        return warm * 5 > cold * 2;
    }

    /** Its result is used, so the compiler keeps the reads. */
    private static int sum(int[] words, int[] offsets, int word) {
        int sum = 0;
        for (int offset : offsets) {
            sum ^= words[offset + word];
        }
        return sum;
    }
}
