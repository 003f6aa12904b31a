package io.potpool.work;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Target;
import java.util.Optional;

/**
 * Work as one node hands it out, already decoded.
 *
 * @param nodeId the node that issued it and that alone can use its solutions
 * @param header the seal hash
 * @param seed the seed hash that the node names
 * @param target the network target; never 0
 * @param height the height of the block to be mined (element 3 of the work), at least 0
 * @param parentHash the hash of the block it stands on, where known
 */
public record WorkTemplate(
        String nodeId, Hash256 header, Hash256 seed, Target target, long height, Optional<Hash256> parentHash) {

    /** @throws IllegalArgumentException if the target is 0 or the height negative */
    public WorkTemplate {
        if (target.bound().equals(Hash256.ZERO)) {
            throw new IllegalArgumentException("work with a target of 0");
        }
        if (height < 0) {
            throw new IllegalArgumentException("work of a negative height");
        }
    }

    /** Returns the network difficulty N = floor(2^256 / target). */
    public Difficulty networkDifficulty() {
        return target.toDifficulty();
    }
}
