package io.potpool.spi;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;

/**
 * What a header means, the same for the whole pool and for ever.
 *
 * @param header the seal hash of the work
 * @param height the height of the block it would make, at least 0
 * @param network N, its network difficulty
 */
public record FixedJob(Hash256 header, long height, Difficulty network) {

    /** Returns it in words for a log. */
    public String inWords() {
        return "work " + header + " of height " + height + " and network difficulty " + network;
    }
}
