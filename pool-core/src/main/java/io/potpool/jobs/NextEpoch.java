package io.potpool.jobs;

import io.potpool.chain.ChainSpec;
import io.potpool.ethash.EthashEpoch;
import java.util.Optional;

/** Tells which epoch is to be made ready ahead of its first block. Pure. */
public final class NextEpoch {

    /** How many blocks ahead: hours, where an epoch takes seconds to build. */
    static final long BLOCKS_AHEAD = 1000;

    /** Blocks of an epoch before the next one is looked at: until then shares of the one before may still come. */
    static final long BLOCKS_AFTER = 8;

    private final ChainSpec chain;

    /** Takes the chain whose epochs these are. */
    public NextEpoch(ChainSpec chain) {
        this.chain = chain;
    }

    /** Returns the epoch that follows that of {@code height}, if it begins within 1,000 blocks. */
    public Optional<EthashEpoch> after(long height) {
        EthashEpoch now = chain.epochAt(height);
        if (!chain.epochAt(Math.max(0, height - BLOCKS_AFTER)).equals(now)) {
            return Optional.empty();
        }
        long same = height;
        long other = height + BLOCKS_AHEAD;
        if (chain.epochAt(other).equals(now)) {
            return Optional.empty();
        }
        while (other - same > 1) {
            long middle = same + (other - same) / 2;
            if (chain.epochAt(middle).equals(now)) {
                same = middle;
            } else {
                other = middle;
            }
        }
        return Optional.of(chain.epochAt(other));
    }
}
