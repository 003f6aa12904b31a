package io.potpool.ethash;

/** Where the pages of a dataset lie. Thread-safe for reading. */
abstract class PageMemory {

    /** Reads one lane of both lines of each page for nothing, so that all loads are under way at once. */
    abstract long touch(long[] pages, int count);

    /**
     * Copies pages in the layout of {@link MixLanes}.
     *
     * @param pages the pages of the shares
     * @param planes receives lane w of the low half of page i at w * 2 * count + i, of the high half count later
     */
    abstract void gather(long[] pages, int count, long[] planes);

    /** Copies a page, lane by lane. */
    abstract void read(long page, long[] into);

    /** Returns whether what was read is still to be believed. */
    boolean isSound() {
        return true;
    }

    /** Gives up what is held besides memory. */
    void close() {}
}
