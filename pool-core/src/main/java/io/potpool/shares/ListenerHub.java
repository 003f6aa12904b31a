package io.potpool.shares;

import io.potpool.metrics.Metrics;
import io.potpool.spi.BlockListener;
import io.potpool.spi.ShareListener;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners on a thread of their own. A slow listener costs events, a throwing one is counted; no share feels it. */
public final class ListenerHub implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerHub.class);
    private static final int BOUND = 8192;

    private final List<ShareListener> shares;
    private final List<BlockListener> blocks;
    private final Metrics metrics;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(BOUND), task -> {
                Thread created = new Thread(task, "potpool-listeners");
                created.setDaemon(true);
                return created;
            });

    /** Creates the hub. */
    public ListenerHub(List<ShareListener> shares, List<BlockListener> blocks, Metrics metrics) {
        this.shares = List.copyOf(shares);
        this.blocks = List.copyOf(blocks);
        this.metrics = metrics;
        metrics.gauge("listeners.queued", () -> thread.getQueue().size());
    }

    void judged(Submission submission, ShareOutcome outcome) {
        if (!shares.isEmpty()) {
            tell(shares, listener -> listener.judged(submission, outcome));
        }
    }

    void solution(Solution solution, SolutionFate fate) {
        if (!blocks.isEmpty()) {
            tell(blocks, listener -> listener.solution(solution, fate));
        }
    }

    private <T> void tell(List<T> listeners, Consumer<T> call) {
        try {
            thread.execute(() -> {
                for (T listener : listeners) {
                    try {
                        call.accept(listener);
                    } catch (RuntimeException | Error fault) {
                        metrics.count("listeners.fault");
                        LOG.debug("listener {} failed", listener, fault);
                    }
                }
            });
        } catch (RejectedExecutionException full) {
            metrics.count("listeners.dropped");
        }
    }

    /** Delivers what is queued, for a second at most. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
