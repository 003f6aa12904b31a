package io.potpool.ethash;

import io.potpool.domain.Hash256;

/**
 * Identifies a light cache: the epoch gives the sizes, the seed rounds the content. Under ECIP-1099 epochs of Etchash
 * have the sizes of Ethash epochs with another content, so the number alone never identifies a cache.
 *
 * @param number the epoch, 0 to {@link EthashSizes#MAX_EPOCH}
 * @param seedRounds applications of Keccak-256 that make the seed, 0 to {@link SeedHash#MAX_ROUNDS}
 */
public record EthashEpoch(int number, int seedRounds) {

    private static final int SEED_LENGTH = 30_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a component is out of range
     */
    public EthashEpoch {
        EthashSizes.check(number);
        SeedHash.check(seedRounds);
    }

    /** Returns the bytes of the light cache. */
    public long cacheBytes() {
        return EthashSizes.cacheBytes(number);
    }

    /** Returns the bytes of the full dataset. */
    public long datasetBytes() {
        return EthashSizes.datasetBytes(number);
    }

    /** Returns the seed. */
    public Hash256 seed() {
        return SeedHash.ofRounds(seedRounds);
    }

    /**
     * Returns the epoch of a height where epochs last {@code length} blocks. The seed goes on in steps of 30,000 blocks
     * whatever the length is: floor((epoch * length + 1) / 30000), as in ECIP-1099.
     *
     * @throws IllegalArgumentException if the height is negative, the length below 1, or the epoch beyond the last
     */
    public static EthashEpoch of(long height, long length) {
        if (height < 0 || length < 1) {
            throw new IllegalArgumentException("no epoch at height " + height + " with length " + length);
        }
        long number = height / length;
        long rounds = (height - height % length + 1) / SEED_LENGTH;
        if (Math.max(number, rounds) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("height " + height + " is beyond the last epoch");
        }
        return new EthashEpoch((int) number, (int) rounds);
    }

    /** Returns it in words for a log, such as {@code epoch 420}. */
    @Override
    public String toString() {
        return "epoch " + number;
    }
}
