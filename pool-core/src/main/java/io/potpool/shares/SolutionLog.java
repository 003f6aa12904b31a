package io.potpool.shares;

import io.potpool.metrics.Metrics;
import io.potpool.spi.ShareKey;
import io.potpool.spi.SolutionStore;
import io.potpool.spool.SolutionSpool;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where solutions are written down: in the store, or while it is away in the spool, from which they come to the store as
 * soon as it takes them. Thread-safe; nothing here blocks.
 */
final class SolutionLog {

    private static final Logger LOG = LoggerFactory.getLogger(SolutionLog.class);
    private static final long STORE_PATIENCE_MILLIS = 200;
    private static final long SPOOL_PATIENCE_MILLIS = 100;
    private static final long RETRY_PATIENCE_MILLIS = 10_000;

    private final SolutionStore store;
    private final Optional<SolutionSpool> spool;
    private final Metrics metrics;
    private final ScheduledExecutorService timer;
    private final Duration retryAfter;
    /** What the store has yet to be told, with the fate so far. */
    private final Map<ShareKey, SolutionFate> owed = new ConcurrentHashMap<>();

    SolutionLog(
            SolutionStore store,
            Optional<SolutionSpool> spool,
            Metrics metrics,
            ScheduledExecutorService timer,
            Duration retryAfter) {
        this.store = store;
        this.spool = spool;
        this.metrics = metrics;
        this.timer = timer;
        this.retryAfter = retryAfter;
        metrics.gauge("blocks.owed", owed::size);
    }

    /** Records a solution; completes normally when it is written down somewhere, or could not be in time. */
    CompletableFuture<Void> record(Solution solution) {
        return safely(() -> store.record(solution))
                .copy()
                .orTimeout(STORE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .handle((done, failure) -> failure == null)
                .thenCompose(recorded -> recorded ? CompletableFuture.completedFuture(null) : spooled(solution));
    }

    private CompletableFuture<Void> spooled(Solution solution) {
        metrics.count("blocks.unjournalled");
        LOG.error("solution of height {} not journalled in time; sent all the same", solution.height());
        if (spool.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        owe(solution, SolutionFate.PENDING);
        return safely(() -> spool.get().keep(solution))
                .copy()
                .orTimeout(SPOOL_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .handle((done, failure) -> null);
    }

    /** Records a fate; if the store is away, with the solution when it is back. */
    void settle(Solution solution, SolutionFate fate) {
        if (owed.computeIfPresent(key(solution), (key, before) -> fate) != null) {
            return;
        }
        safely(() -> store.settle(solution, fate)).whenComplete((done, failure) -> {
            if (failure != null) {
                metrics.count("blocks.unsettled");
                LOG.error("fate of the solution of height {} not recorded", solution.height(), failure);
                if (spool.isPresent()) {
                    owe(solution, fate);
                }
            }
        });
    }

    /** Returns the solutions that an earlier run could not record, and records them. */
    List<Solution> recover() {
        List<Solution> kept = spool.map(SolutionSpool::kept).orElse(List.of());
        kept.forEach(solution -> {
            owed.put(key(solution), SolutionFate.PENDING);
            pay(solution);
        });
        return kept;
    }

    private void owe(Solution solution, SolutionFate fate) {
        owed.put(key(solution), fate);
        payLater(solution);
    }

    private void payLater(Solution solution) {
        try {
            timer.schedule(() -> pay(solution), retryAfter.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.warn("solution of height {} stays with the spool", solution.height());
        }
    }

    private void pay(Solution solution) {
        SolutionFate fate = owed.getOrDefault(key(solution), SolutionFate.PENDING);
        CompletableFuture<Void> told = safely(() -> store.record(solution));
        if (fate != SolutionFate.PENDING) {
            told = told.thenCompose(done -> store.settle(solution, fate));
        }
        told.copy().orTimeout(RETRY_PATIENCE_MILLIS, TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
            if (failure != null) {
                payLater(solution);
                return;
            }
            spool.ifPresent(here -> here.recorded(solution));
            if (!owed.remove(key(solution), fate) && owed.containsKey(key(solution))) {
                pay(solution);
            }
        });
    }

    private static ShareKey key(Solution solution) {
        return new ShareKey(solution.header(), solution.nonce());
    }

    static <T> CompletableFuture<T> safely(Supplier<CompletionStage<T>> call) {
        try {
            return call.get().toCompletableFuture();
        } catch (RuntimeException fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }
}
