package io.potpool.ethash;

/** Where the pages of a dataset lie. Thread-safe for reading. */
abstract class PageMemory {

    /** Pages of a part: 1 GiB, about the most that one array or one mapping can hold. */
    static final int PART_BITS = 23;

    static final int PART_PAGES = 1 << PART_BITS;

    static final long PART_BYTES = (long) PART_PAGES * EthashSizes.PAGE_BYTES;

    private static final int LANES = PageSource.LANES;

    /** Returns a lane. */
    abstract long lane(int part, int index);

    /** Reads one lane of both lines of each page for nothing, so that all loads are under way at once. */
    abstract long touch(long[] pages, int count);

    /**
     * Copies pages in the layout of {@link MixLanes}.
     *
     * @param pages the pages of the shares
     * @param planes receives lane w of the low half of page i at w * 2 * count + i, of the high half count later
     */
    abstract void gather(long[] pages, int count, long[] planes);

    /** Copies a page. */
    final void read(long page, long[] into) {
        int part = (int) (page >>> PART_BITS);
        int from = (int) (page & PART_PAGES - 1) * LANES;
        for (int lane = 0; lane < LANES; lane++) {
            into[lane] = lane(part, from + lane);
        }
    }
}
