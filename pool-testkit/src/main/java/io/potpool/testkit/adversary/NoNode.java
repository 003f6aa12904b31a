package io.potpool.testkit.adversary;

import io.potpool.spi.NodeClient;
import io.potpool.spi.NodeListener;
import io.potpool.spi.NodeStatus;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes every solution; work comes from the test itself. */
final class NoNode implements NodeClient {

    @Override
    public void start(NodeListener listener) {
        // The test shows the work.
    }

    @Override
    public CompletionStage<SolutionFate> submit(Solution solution) {
        return CompletableFuture.completedFuture(SolutionFate.ACCEPTED);
    }

    @Override
    public List<NodeStatus> nodes() {
        return List.of();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
