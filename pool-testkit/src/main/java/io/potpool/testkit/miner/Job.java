package io.potpool.testkit.miner;

import io.potpool.domain.Hash256;
import io.potpool.domain.Target;
import io.potpool.ethash.EthashEpoch;

/** Work under way: the high {@code prefixBits} bits of every nonce are those of {@code prefix}. */
record Job(String id, Hash256 header, EthashEpoch epoch, Target target, long prefix, int prefixBits) {

    /** Returns a nonce of this job's range. */
    long nonce(long counter) {
        return prefixBits == 0 ? counter : prefix | counter << prefixBits >>> prefixBits;
    }
}
