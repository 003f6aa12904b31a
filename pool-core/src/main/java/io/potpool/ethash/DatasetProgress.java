package io.potpool.ethash;

import java.time.Duration;

/**
 * How far a dataset is.
 *
 * @param epoch the epoch
 * @param itemsDone items computed or found intact, of 64 bytes each
 * @param items all items
 * @param itemsPerSecond the rate of computing since the beginning, 0 while what is there is only being checked
 */
public record DatasetProgress(EthashEpoch epoch, long itemsDone, long items, long itemsPerSecond) {

    /** Returns the time left at this rate, or zero if that is not known. */
    public Duration left() {
        return itemsPerSecond == 0 ? Duration.ZERO : Duration.ofSeconds((items - itemsDone) / itemsPerSecond);
    }

    /** Returns how much is done, from 0 to 100. */
    public int percent() {
        return (int) (100 * itemsDone / items);
    }
}
