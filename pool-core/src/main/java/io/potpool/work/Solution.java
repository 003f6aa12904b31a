package io.potpool.work;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.time.Instant;

/**
 * A share that solves a block; (header, nonce) is its identity.
 *
 * @param nodeId the node that issued the template and must get the solution
 * @param mix the recomputed mix hash
 * @param login the finder
 * @param foundAt when the pool read the share
 */
public record Solution(
        Hash256 header,
        Nonce nonce,
        Hash256 mix,
        long height,
        Difficulty network,
        String nodeId,
        Address login,
        String worker,
        Instant foundAt) {}
