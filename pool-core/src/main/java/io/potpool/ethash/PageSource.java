package io.potpool.ethash;

/** Reads dataset pages. */
interface PageSource {

    /** Returns the number of pages as a divisor. */
    Modulus pages();

    /**
     * Copies a page.
     *
     * @param index the page, unsigned
     * @param into receives its 32 words
     */
    void read(int index, int[] into);
}
