package io.potpool.ethash;

/** Computes runs of consecutive pages. For one thread; allocates nothing after construction. */
final class PageRun {

    /** Pages computed at once. */
    static final int STEP = BatchLimit.MOST;

    private static final int ROW = LightCache.ROW_LANES;

    private final ItemComputer computer;
    private final long[] items = new long[ItemComputer.MAX_LANES];
    private final long[] planes = new long[ItemComputer.MAX_LANES * ROW];

    PageRun(ItemComputer computer) {
        this.computer = computer;
    }

    /** Computes {@code count} pages, in the order of their bytes: 16 lanes a page. */
    void compute(LightCache cache, long firstPage, int count, long[] into) {
        for (int done = 0; done < count; done += STEP) {
            int lanes = 2 * Math.min(STEP, count - done);
            for (int lane = 0; lane < lanes; lane++) {
                items[lane] = 2 * (firstPage + done) + lane & Words.LOW;
            }
            computer.compute(cache, items, lanes, planes);
            for (int lane = 0; lane < lanes; lane++) {
                for (int word = 0; word < ROW; word++) {
                    into[(2 * done + lane) * ROW + word] = planes[word * lanes + lane];
                }
            }
        }
    }
}
