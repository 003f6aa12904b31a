package io.potpool.shares;

import io.potpool.metrics.Metrics;
import io.potpool.spi.NodeClient;
import io.potpool.spi.ShareKey;
import io.potpool.spi.SolutionStore;
import io.potpool.spool.SolutionSpool;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries solutions to their nodes: journalled first, sent at once, and sent again while they can still count.
 *
 * <p>A store that is slow delays a block by 0.2 s at most, one with a slow spool by 0.3 s: a block not sent is worth nothing.
 */
public final class SolutionDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(SolutionDispatcher.class);
    private static final Duration RESEND = Duration.ofSeconds(3);
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(3);

    private final SolutionLog log;
    private final NodeClient nodes;
    private final LongSupplier lowestHeight;
    private final ListenerHub listeners;
    private final Metrics metrics;
    private final ScheduledExecutorService timer;
    private final Duration resendAfter;
    private final Map<ShareKey, Long> heights = new ConcurrentHashMap<>();
    private final Set<ShareKey> underWay = ConcurrentHashMap.newKeySet();

    /** Creates the dispatcher; {@code lowestHeight} is the lowest height whose solutions a node still takes. */
    public SolutionDispatcher(
            SolutionStore store,
            Optional<SolutionSpool> spool,
            NodeClient nodes,
            LongSupplier lowestHeight,
            ListenerHub listeners,
            Metrics metrics,
            ScheduledExecutorService timer) {
        this(store, spool, nodes, lowestHeight, listeners, metrics, timer, RESEND);
    }

    SolutionDispatcher(
            SolutionStore store,
            Optional<SolutionSpool> spool,
            NodeClient nodes,
            LongSupplier lowestHeight,
            ListenerHub listeners,
            Metrics metrics,
            ScheduledExecutorService timer,
            Duration resendAfter) {
        this.log = new SolutionLog(store, spool, metrics, timer, resendAfter);
        this.nodes = nodes;
        this.lowestHeight = lowestHeight;
        this.listeners = listeners;
        this.metrics = metrics;
        this.timer = timer;
        this.resendAfter = resendAfter;
        metrics.gauge("blocks.underWay", underWay::size);
    }

    /**
     * Sends the solutions that an earlier run has journalled and whose fate is open; those that it could only spool are
     * recorded, and sent from the height {@code lowest} on.
     */
    public void resume(Collection<Solution> open, long lowest) {
        List<Solution> all = new ArrayList<>(open);
        all.addAll(log.recover());
        for (Solution solution : all) {
            if (solution.height() >= lowest && begin(solution)) {
                LOG.info("block solution of height {} from an earlier run is sent again", solution.height());
                send(solution);
            }
        }
    }

    /** Forgets the solutions below a height that nobody can send again. */
    void forgetBelow(long lowest) {
        heights.entrySet().removeIf(entry -> entry.getValue() < lowest && !underWay.contains(entry.getKey()));
    }

    /** Waits for the nodes' answers to what has been sent, for some seconds at most. */
    void drain() {
        long end = System.nanoTime() + DRAIN_PATIENCE.toNanos();
        synchronized (underWay) {
            long left = DRAIN_PATIENCE.toMillis();
            while (left > 0 && !underWay.isEmpty()) {
                try {
                    underWay.wait(left);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    return;
                }
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
        }
    }

    private boolean begin(Solution solution) {
        boolean fresh = heights.putIfAbsent(key(solution), solution.height()) == null;
        if (fresh) {
            underWay.add(key(solution));
        }
        return fresh;
    }

    private static ShareKey key(Solution solution) {
        return new ShareKey(solution.header(), solution.nonce());
    }

    /** Takes a solution; one that was sent already, also by somebody else, is not sent again. Never blocks. */
    void dispatch(Solution solution) {
        if (!begin(solution)) {
            return;
        }
        metrics.count("blocks.found");
        LOG.info(
                "block solved at height {} by {}.{} for node {}",
                solution.height(),
                solution.login(),
                solution.worker(),
                solution.nodeId());
        listeners.solution(solution, SolutionFate.PENDING);
        log.record(solution).whenComplete((done, failure) -> send(solution));
    }

    private void send(Solution solution) {
        SolutionLog.safely(() -> nodes.submit(solution)).whenComplete((fate, fault) -> {
            SolutionFate known = fault == null ? fate : SolutionFate.UNANSWERED;
            settled(solution, known);
        });
    }

    private void settled(Solution solution, SolutionFate fate) {
        metrics.count("blocks.fate{" + fate.name().toLowerCase(Locale.ROOT) + "}");
        if (fate.isOpen() && solution.height() >= lowestHeight.getAsLong() && !timer.isShutdown()) {
            LOG.warn("node {} has not answered the solution of height {}", solution.nodeId(), solution.height());
            timer.schedule(() -> send(solution), resendAfter.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        if (fate == SolutionFate.ACCEPTED) {
            LOG.info("node {} took the block of height {}", solution.nodeId(), solution.height());
        } else {
            LOG.warn("the block of height {} is {} by node {}", solution.height(), fate, solution.nodeId());
        }
        log.settle(solution, fate);
        listeners.solution(solution, fate);
        synchronized (underWay) {
            underWay.remove(key(solution));
            underWay.notifyAll();
        }
    }
}
