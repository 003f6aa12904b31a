package io.potpool.ethash;

import java.util.Optional;

/**
 * Computes many dataset items side by side, so that their reads of the light cache, each of which depends on the one
 * before it within its item, overlap between items. This is where verification spends its time.
 *
 * <p>An instance owns scratch memory and serves one thread at a time. All implementations give the same items, bit by
 * bit.
 */
public interface ItemComputer {

    /** Rows of the cache that each item is mixed from. */
    int PARENTS = 256;

    /** The most items computed at once: the two of each page of a full {@link ShareBatch}. */
    int MAX_LANES = 2 * ShareBatch.MAX;

    /** Returns a short name for logs and metrics. */
    String name();

    /**
     * Computes items.
     *
     * @param cache the light cache of their epoch
     * @param items the indices of the items, each from 0 to 2^32 - 1
     * @param lanes how many items, 1 to {@link #MAX_LANES}
     * @param planes receives them word by word: 64-bit lane w (0 to 7, little-endian) of item i at w * lanes + i
     */
    void compute(LightCache cache, long[] items, int lanes, long[] planes);

    /** Offers another implementation, found by {@link java.util.ServiceLoader}. */
    interface Provider {

        /** Returns a short name for logs. */
        String name();

        /** Returns a new computer, or nothing where the virtual machine or the processor lacks what it needs. */
        Optional<ItemComputer> create();
    }
}
