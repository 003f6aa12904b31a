package io.potpool.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.time.Instant;

/**
 * A transaction of the chain that carried value to an address.
 *
 * @param at the time of its block
 * @param succeeded what its receipt says; where not, no value was moved
 */
public record ChainTransfer(
        Hash256 transaction, Address from, Address to, Wei amount, long height, Instant at, boolean succeeded) {}
