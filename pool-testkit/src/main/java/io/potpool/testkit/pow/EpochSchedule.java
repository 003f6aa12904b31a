package io.potpool.testkit.pow;

import io.potpool.ethash.EthashEpoch;

/**
 * Epochs by height: 30,000 blocks each, 60,000 from the height of ECIP-1099.
 *
 * @param ecip1099Height the first height with long epochs; {@code Long.MAX_VALUE} for none
 */
public record EpochSchedule(long ecip1099Height) {

    /** Short epochs for ever. */
    public static final EpochSchedule ETHASH = new EpochSchedule(Long.MAX_VALUE);

    /**
     * Returns the epoch of a height.
     *
     * @throws IllegalArgumentException if the height is beyond the last epoch that has a size
     */
    public EthashEpoch at(long height) {
        if (height < ecip1099Height) {
            int number = Math.toIntExact(height / 30_000);
            return new EthashEpoch(number, number);
        }
        int number = Math.toIntExact(height / 60_000);
        return new EthashEpoch(number, 2 * number);
    }
}
