package io.potpool.node;

import io.potpool.work.WorkTemplate;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one node at one moment.
 *
 * @param order its place in the operator's list, from 0
 * @param met whether it has been asked at all and has answered or failed
 * @param down why it counts as away, if it does
 * @param waitingSince when the look under way began, if one is and no solution is on its way to the node
 * @param workless since when it has answered without giving work, if so
 * @param noWork why it gives none
 * @param frozenSince since when its work has not been above its latest block, if so
 * @param complaint what the pool has against its work, if anything
 */
record NodeView(
        String id,
        int order,
        boolean met,
        Optional<String> down,
        Optional<Instant> waitingSince,
        Optional<Instant> workless,
        String noWork,
        Optional<Instant> frozenSince,
        Optional<String> complaint,
        Optional<WorkTemplate> work,
        Optional<NodeBlock> head,
        Checkup checkup) {

    /** Returns whether its latest block may be compared with those of others. */
    boolean comparable() {
        return down.isEmpty() && checkup.foreign().isEmpty() && head.isPresent();
    }

    /** Returns the height of its latest block, or -1. */
    long height() {
        return head.map(block -> block.head().height()).orElse(-1L);
    }
}
