package io.potpool.work;

/** What became of a solution, as far as its node said. */
public enum SolutionFate {
    /** Found and journalled; no node has answered yet. */
    PENDING,
    /** The node answered true: proof of work right and queued. It may still end as an uncle or an orphan. */
    ACCEPTED,
    /** The node answered false, or with an error that repeating cannot mend. */
    REJECTED,
    /** No answer within the node client's patience. */
    UNANSWERED;

    /** Returns whether sending it again could still help. */
    public boolean isOpen() {
        return this == PENDING || this == UNANSWERED;
    }
}
