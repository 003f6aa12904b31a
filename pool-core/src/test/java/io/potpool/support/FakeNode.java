package io.potpool.support;

import io.potpool.spi.NodeClient;
import io.potpool.spi.NodeListener;
import io.potpool.spi.NodeStatus;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A node client that says what a test lets it say and remembers the solutions it got. */
public final class FakeNode implements NodeClient {

    public final List<Solution> solutions = new CopyOnWriteArrayList<>();
    public volatile Function<Solution, CompletionStage<SolutionFate>> answer =
            solution -> CompletableFuture.completedFuture(SolutionFate.ACCEPTED);
    public volatile List<NodeStatus> statuses = List.of();
    private volatile NodeListener listener;

    public NodeListener pool() {
        return listener;
    }

    @Override
    public void start(NodeListener pool) {
        listener = pool;
    }

    @Override
    public CompletionStage<SolutionFate> submit(Solution solution) {
        solutions.add(solution);
        return answer.apply(solution);
    }

    @Override
    public List<NodeStatus> nodes() {
        return statuses;
    }

    @Override
    public void close() {
        listener = null;
    }
}
