package io.potpool.work;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Target;
import io.potpool.domain.Wei;
import io.potpool.ethash.EthashEpoch;

/**
 * Work as the pool hands it to its miners. Immutable; one per header.
 *
 * @param header the seal hash: the job's identity
 * @param seed the seed hash of the epoch
 * @param height the height of the block to be mined
 * @param epoch the epoch that sizes and seeds the cache
 * @param networkTarget the highest hash that makes a block
 * @param network the network difficulty N
 * @param blockReward the static block reward at this height by the chain's config; shares are paid by that of their terms
 * @param nodeId the node that issued the template
 * @param clean whether work announced earlier has become stale: its parent block is another
 */
public record Job(
        Hash256 header,
        Hash256 seed,
        long height,
        EthashEpoch epoch,
        Target networkTarget,
        Difficulty network,
        Wei blockReward,
        String nodeId,
        boolean clean) {}
