package io.potpool.spi;

import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The pool's side of its nodes: it looks at all of them, chooses the one that serves, and carries solutions back.
 *
 * <p>Implementations are thread-safe and never block a caller; they report from threads of their own.
 */
public interface NodeClient extends AutoCloseable {

    /**
     * Begins to look at the nodes and to report to {@code listener}. Called once. A node that is away is no error: it is
     * tried again and its state shows in {@link #nodes()}.
     */
    void start(NodeListener listener);

    /**
     * Sends a solution to the node that issued its template, repeating it while that can help and for about 10 s at
     * most. The stage completes with the fate and never exceptionally; a slow node is not failed over meanwhile.
     */
    CompletionStage<SolutionFate> submit(Solution solution);

    /** Returns the nodes in the operator's order, each with its state now. */
    List<NodeStatus> nodes();

    /** Stops looking and frees the connections; solutions under way are given up as unanswered. Idempotent. */
    @Override
    void close();
}
