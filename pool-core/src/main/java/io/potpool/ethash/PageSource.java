package io.potpool.ethash;

/** Reads dataset pages. */
interface PageSource {

    /** The 64-bit lanes of a page. */
    int LANES = EthashSizes.PAGE_BYTES / Long.BYTES;

    /** Returns the number of pages as a divisor. */
    Modulus pages();

    /**
     * Copies a page.
     *
     * @param index the page, below the number of pages
     * @param into receives its 16 lanes
     */
    void read(long index, long[] into);
}
