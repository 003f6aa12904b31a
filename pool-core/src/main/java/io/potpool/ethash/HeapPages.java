package io.potpool.ethash;

/** Pages in heap memory. */
final class HeapPages extends PageMemory {

    private static final int LANES = PageSource.LANES;
    private static final int HALF = LANES / 2;

    /** Puts pages on lines of the processor's cache, as {@link RowLayout} says for rows. */
    private static final int PADDING = RowLayout.PADDING;

    /** Pages of a part: 32 MiB, so that the heap need not have a gigabyte in one piece. */
    private static final int PART_BITS = 18;

    private static final int PART_PAGES = 1 << PART_BITS;

    private final long[][] parts;

    /** Takes the memory of {@code pages} pages, unset. */
    HeapPages(long pages) {
        parts = new long[(int) ((pages + PART_PAGES - 1) >>> PART_BITS)][];
        for (int part = 0; part < parts.length; part++) {
            parts[part] = new long[PADDING + (int) Math.min(PART_PAGES, pages - ((long) part << PART_BITS)) * LANES];
        }
    }

    /** Sets consecutive pages that lie within one part. */
    void set(long firstPage, long[] lanes, int count) {
        System.arraycopy(lanes, 0, parts[(int) (firstPage >>> PART_BITS)], index(firstPage), count * LANES);
    }

    private static int index(long page) {
        return PADDING + (int) (page & PART_PAGES - 1) * LANES;
    }

    @Override
    void read(long page, long[] into) {
        System.arraycopy(parts[(int) (page >>> PART_BITS)], index(page), into, 0, LANES);
    }

    @Override
    long touch(long[] pages, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long page = pages[i];
            long[] part = parts[(int) (page >>> PART_BITS)];
            int from = index(page);
            sum ^= part[from] ^ part[from + HALF];
        }
        return sum;
    }

    @Override
    void gather(long[] pages, int count, long[] planes) {
        int stride = 2 * count;
        for (int i = 0; i < count; i++) {
            long[] part = parts[(int) (pages[i] >>> PART_BITS)];
            int from = index(pages[i]);
            for (int lane = 0; lane < HALF; lane++) {
                planes[lane * stride + i] = part[from + lane];
                planes[lane * stride + count + i] = part[from + HALF + lane];
            }
        }
    }
}
