package io.potpool.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.util.Optional;

/** What a node has of a transaction. */
public sealed interface TransactionFate {

    /** It does not know it: it was never sent, is another chain's, or is older than what the node keeps. */
    record Unknown() implements TransactionFate {}

    /** It waits for a block. */
    record Unmined() implements TransactionFate {}

    /**
     * It is in a block of the chain.
     *
     * @param to the recipient; empty for one that makes a contract
     * @param amount the value that it carries, without what it cost
     * @param succeeded what its receipt says; where not, no value was moved
     */
    record Mined(Hash256 transaction, Address from, Optional<Address> to, Wei amount, long height, boolean succeeded)
            implements TransactionFate {}
}
