package io.potpool.ethash;

/**
 * Sizes of the light cache and of the dataset by epoch, as the Ethash specification computes them: the largest prime
 * number of rows below a size that grows linearly.
 */
public final class EthashSizes {

    /** The highest epoch served. */
    public static final int MAX_EPOCH = 32_767;

    /** Bytes of one row of the light cache, which is also one dataset item. */
    static final int ROW_BYTES = 64;

    /** Bytes of one page of the dataset: two items. */
    static final int PAGE_BYTES = 128;

    private static final long CACHE_START = 1L << 24;
    private static final long CACHE_GROWTH = 1L << 17;
    private static final long DATASET_START = 1L << 30;
    private static final long DATASET_GROWTH = 1L << 23;

    private EthashSizes() {}

    /**
     * Returns the bytes of the light cache.
     *
     * @param epoch 0 to {@link #MAX_EPOCH}
     * @throws IllegalArgumentException if the epoch is out of range
     */
    public static long cacheBytes(int epoch) {
        check(epoch);
        return ROW_BYTES * primeBelow((CACHE_START + CACHE_GROWTH * epoch) / ROW_BYTES);
    }

    /**
     * Returns the bytes of the full dataset.
     *
     * @param epoch 0 to {@link #MAX_EPOCH}
     * @throws IllegalArgumentException if the epoch is out of range
     */
    public static long datasetBytes(int epoch) {
        check(epoch);
        return PAGE_BYTES * primeBelow((DATASET_START + DATASET_GROWTH * epoch) / PAGE_BYTES);
    }

    static void check(int epoch) {
        if (epoch < 0 || epoch > MAX_EPOCH) {
            throw new IllegalArgumentException("epoch " + epoch + " is not in 0.." + MAX_EPOCH);
        }
    }

    private static long primeBelow(long even) {
        long candidate = even - 1;
        while (!isOddPrime(candidate)) {
            candidate -= 2;
        }
        return candidate;
    }

    private static boolean isOddPrime(long n) {
        for (long d = 3; d * d <= n; d += 2) {
            if (n % d == 0) {
                return false;
            }
        }
        return true;
    }
}
