package io.potpool.spi;

import io.potpool.work.BlockHead;
import io.potpool.work.WorkTemplate;
import java.time.Instant;
import java.util.Optional;

/**
 * What one node said in one look.
 *
 * @param at when it was said
 * @param serving whether this node is the one the pool takes its work from
 * @param work the work it hands out, if it has any
 * @param head its latest block, if it told
 */
public record NodeObservation(
        String nodeId, Instant at, boolean serving, Optional<WorkTemplate> work, Optional<BlockHead> head) {}
