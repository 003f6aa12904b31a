package io.potpool.ethash;

import io.potpool.domain.Hash256;

/**
 * The light cache of an epoch, from which every dataset item can be computed. Immutable and thread-safe; it holds its
 * size in heap memory.
 */
public final class LightCache {

    /** The 64-bit lanes of a row. */
    public static final int ROW_LANES = EthashSizes.ROW_BYTES / Long.BYTES;

    private static final long MAX_CACHE_BYTES = EthashSizes.cacheBytes(EthashSizes.MAX_EPOCH);
    private static final long MAX_DATASET_BYTES = EthashSizes.datasetBytes(EthashSizes.MAX_EPOCH);

    private final EthashEpoch epoch;
    private final long datasetBytes;
    private final long[] lanes;
    private final int firstLane;
    private final boolean straddling;
    private final Modulus rows;
    private final Modulus pages;

    private LightCache(EthashEpoch epoch, long datasetBytes, long[] lanes, int firstLane, boolean straddling) {
        this.epoch = epoch;
        this.datasetBytes = datasetBytes;
        this.lanes = lanes;
        this.firstLane = firstLane;
        this.straddling = straddling;
        this.rows = new Modulus((lanes.length - firstLane) / ROW_LANES);
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
        int firstLane = RowLayout.PADDING;
        long[] lanes = CacheBuilder.build(seed, firstLane, rows);
        return new LightCache(epoch, datasetBytes, lanes, firstLane, RowLayout.straddles(lanes, firstLane));
    }

    /** Returns the same rows, taken to straddle lines or not whatever was measured. */
    LightCache straddling(boolean claimed) {
        return new LightCache(epoch, datasetBytes, lanes, firstLane, claimed);
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
        return (long) lanes.length * Long.BYTES;
    }

    /** Returns the bytes of the dataset that belongs to this cache. */
    public long datasetBytes() {
        return datasetBytes;
    }

    /**
     * Returns the memory of the rows, for item computers: 8 little-endian lanes a row, the first row at
     * {@link #firstLane()}. Not a copy; must not be written.
     */
    public long[] lanes() {
        return lanes;
    }

    /** Returns the index in {@link #lanes()} at which the first row starts. */
    public int firstLane() {
        return firstLane;
    }

    /**
     * Returns whether rows straddle two lines of the processor's cache, so that an engine must touch the first and the
     * last lane of a row to fetch all of it. Measured when the cache was built; concerns speed only.
     */
    public boolean isStraddling() {
        return straddling;
    }

    /** Returns the number of rows, 2 to 2^27, as a divisor. */
    public Modulus rows() {
        return rows;
    }

    /** Returns the number of pages of the dataset, 2 to 2^32, as a divisor. */
    public Modulus pages() {
        return pages;
    }
}
