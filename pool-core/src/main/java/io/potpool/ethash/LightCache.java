package io.potpool.ethash;

import io.potpool.domain.Hash256;

/**
 * The light cache of an epoch, from which every dataset item can be computed. Immutable and thread-safe; it holds its
 * size in heap memory.
 */
public final class LightCache {

    /** 32-bit words of a row. */
    static final int ROW_WORDS = EthashSizes.ROW_BYTES / Integer.BYTES;

    private static final long MAX_CACHE_BYTES = EthashSizes.cacheBytes(EthashSizes.MAX_EPOCH);
    private static final long MAX_DATASET_BYTES = EthashSizes.datasetBytes(EthashSizes.MAX_EPOCH);

    private final EthashEpoch epoch;
    private final long datasetBytes;
    private final int[] words;
    private final int firstWord;
    private final boolean straddling;
    private final Modulus rows;
    private final Modulus pages;

    private LightCache(EthashEpoch epoch, long datasetBytes, int[] words, int firstWord, boolean straddling) {
        this.epoch = epoch;
        this.datasetBytes = datasetBytes;
        this.words = words;
        this.firstWord = firstWord;
        this.straddling = straddling;
        this.rows = new Modulus((words.length - firstWord) / ROW_WORDS);
        this.pages = new Modulus(datasetBytes / EthashSizes.PAGE_BYTES);
    }

    /**
     * Computes the cache of an epoch; takes about 2 s for a current epoch and blocks meanwhile.
     *
     * @throws OutOfMemoryError if the heap cannot hold {@link EthashEpoch#cacheBytes()} more
     */
    public static LightCache build(EthashEpoch epoch) {
        return build(epoch, epoch.cacheBytes(), epoch.datasetBytes());
    }

    /**
     * Computes a cache of the epoch's seed with other sizes than the epoch's, for simulated chains on which mining must
     * be cheap.
     *
     * @param cacheBytes a multiple of 64, at least 128
     * @param datasetBytes a multiple of 128, at least 256
     * @throws IllegalArgumentException if a size is not allowed
     */
    public static LightCache build(EthashEpoch epoch, long cacheBytes, long datasetBytes) {
        return build(epoch, epoch.seed(), cacheBytes, datasetBytes);
    }

    static LightCache build(EthashEpoch epoch, Hash256 seed, long cacheBytes, long datasetBytes) {
        checkSize(cacheBytes, EthashSizes.ROW_BYTES, MAX_CACHE_BYTES);
        checkSize(datasetBytes, EthashSizes.PAGE_BYTES, MAX_DATASET_BYTES);
        int rows = (int) (cacheBytes / EthashSizes.ROW_BYTES);
        int firstWord = RowLayout.padding(rows * ROW_WORDS);
        int[] words = CacheBuilder.build(seed, firstWord, rows);
        return new LightCache(epoch, datasetBytes, words, firstWord, RowLayout.straddles(words, firstWord));
    }

    /** Returns the same rows, taken to straddle lines or not whatever was measured. */
    LightCache straddling(boolean claimed) {
        return new LightCache(epoch, datasetBytes, words, firstWord, claimed);
    }

    private static void checkSize(long bytes, int unit, long most) {
        if (bytes < 2L * unit || bytes > most || bytes % unit != 0) {
            throw new IllegalArgumentException(bytes + " bytes are not a multiple of " + unit + " up to " + most);
        }
    }

    /** Returns the epoch this cache was built for. */
    public EthashEpoch epoch() {
        return epoch;
    }

    /** Returns the bytes this cache holds. */
    public long bytes() {
        return (long) words.length * Integer.BYTES;
    }

    /** Returns the bytes of the dataset that belongs to this cache. */
    public long datasetBytes() {
        return datasetBytes;
    }

    /**
     * Returns the memory of the rows, for hash engines: 16 words a row, the first row at {@link #firstWord()}. Not a
     * copy; must not be written.
     */
    public int[] words() {
        return words;
    }

    /** Returns the index in {@link #words()} at which the first row starts. */
    public int firstWord() {
        return firstWord;
    }

    /**
     * Returns whether rows straddle two lines of the processor's cache, so that an engine must touch the first and the
     * last word of a row to fetch all of it. Measured when the cache was built; concerns speed only.
     */
    public boolean isStraddling() {
        return straddling;
    }

    /** Returns the number of rows, 2 to 2^27. */
    public int rowCount() {
        return (int) rows.divisor;
    }

    /** Returns the number of pages of the dataset, 2 to 2^32. */
    public long pageCount() {
        return pages.divisor;
    }

    Modulus rows() {
        return rows;
    }

    Modulus pages() {
        return pages;
    }
}
