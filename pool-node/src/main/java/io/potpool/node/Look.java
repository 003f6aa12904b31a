package io.potpool.node;

import io.potpool.work.WorkTemplate;
import java.util.Optional;

/** What one look at a node brought. */
sealed interface Look {

    /**
     * The node answered.
     *
     * @param noWork why there is no work, in words for a log; empty if there is some
     * @param head its latest block; always there when there is work
     */
    record Seen(Optional<WorkTemplate> work, String noWork, Optional<NodeBlock> head) implements Look {

        /** Returns whether the work stands on the latest block, so that nothing newer is to be had. */
        boolean settled() {
            return work.isPresent()
                    && head.isPresent()
                    && work.get().height() == head.get().head().height() + 1;
        }
    }

    /** The node did not answer, or not in its protocol. */
    record Missed(boolean timedOut, String why) implements Look {}
}
