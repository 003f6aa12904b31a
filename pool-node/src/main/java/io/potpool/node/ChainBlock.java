package io.potpool.node;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.List;

/**
 * A header of the chain, or of an uncle in it. Its hash and its seal hash are computed from its members.
 *
 * @param header the seal hash: what miners were given
 * @param uncles the hashes of the uncles that the block includes; none for an uncle
 */
public record ChainBlock(
        long height,
        Hash256 hash,
        Hash256 parent,
        Hash256 header,
        Nonce nonce,
        Hash256 mix,
        Address miner,
        Difficulty difficulty,
        List<Hash256> uncles) {

    public ChainBlock {
        uncles = List.copyOf(uncles);
    }
}
