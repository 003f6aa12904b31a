package io.potpool.launcher.migrate;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be asked of the chain.
 *
 * @param head the height of the config's chain, if it is known
 * @param pending tells what became of open payments; without it they are refused
 * @param payments looks up the payments of the past
 * @param blocks looks up found blocks
 * @param silence why the past is not looked up, where it is not
 */
record ChainEvidence(
        OptionalLong head,
        Optional<PendingSearch> pending,
        Optional<PastPayments> payments,
        Optional<FoundBlocks> blocks,
        String silence) {

    /** Nothing is asked. */
    static ChainEvidence none(String silence) {
        return new ChainEvidence(OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty(), silence);
    }
}
