package io.potpool.node;

import io.potpool.metrics.Metrics;
import io.potpool.work.Solution;
import io.potpool.work.SolutionFate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends solutions to the nodes that issued their templates. Thread-safe; never blocks.
 *
 * <p>A solution of a node that is not in the settings any more goes to every node: it may only have another name now.
 */
final class SolutionCourier {

    private static final Logger LOG = LoggerFactory.getLogger(HttpNodeClient.class);
    static final int MAX_OUTSTANDING = 64;

    private final OkHttpWire wire;
    private final ScheduledExecutorService timer;
    private final List<NodeSettings> nodes;
    private final Map<String, NodeHealth> healths;
    private final Metrics metrics;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SolutionCourier(
            OkHttpWire wire,
            ScheduledExecutorService timer,
            List<NodeSettings> nodes,
            Map<String, NodeHealth> healths,
            Metrics metrics) {
        this.wire = wire;
        this.timer = timer;
        this.nodes = nodes;
        this.healths = healths;
        this.metrics = metrics;
        metrics.gauge("node.submissionsOutstanding", outstanding::get);
    }

    CompletionStage<SolutionFate> submit(Solution solution) {
        if (closed) {
            return CompletableFuture.completedFuture(SolutionFate.UNANSWERED);
        }
        if (outstanding.incrementAndGet() > MAX_OUTSTANDING) {
            outstanding.decrementAndGet();
            metrics.count("node.submissions{overflow}");
            LOG.error("solution of height {} not sent: {} others are under way", solution.height(), MAX_OUTSTANDING);
            return CompletableFuture.completedFuture(SolutionFate.UNANSWERED);
        }
        List<NodeSettings> targets = nodes.stream()
                .filter(node -> node.name().equals(solution.nodeId()))
                .toList();
        List<CompletableFuture<Delivery.Outcome>> outcomes = new ArrayList<>();
        for (NodeSettings node : targets.isEmpty() ? nodes : targets) {
            outcomes.add(deliver(node, solution));
        }
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(unused -> settle(
                        solution, outcomes.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Delivery.Outcome> deliver(NodeSettings node, Solution solution) {
        Delivery delivery = new Delivery(wire, timer, node, solution, Delivery.PATIENCE);
        NodeHealth health = healths.get(node.name());
        deliveries.add(delivery);
        if (health != null) {
            health.submissionBegins();
        }
        return delivery.begin().whenComplete((outcome, never) -> {
            deliveries.remove(delivery);
            if (health != null) {
                health.submissionEnds();
            }
        });
    }

    private SolutionFate settle(Solution solution, List<Delivery.Outcome> outcomes) {
        outstanding.decrementAndGet();
        SolutionFate fate = SolutionFate.REJECTED;
        for (Delivery.Outcome outcome : outcomes) {
            if (outcome.fate() == SolutionFate.ACCEPTED || fate == SolutionFate.REJECTED) {
                fate = outcome.fate();
            }
        }
        metrics.count("node.submissions{" + fate.name().toLowerCase(Locale.ROOT) + "}");
        if (fate == SolutionFate.ACCEPTED) {
            LOG.info("node {} took the solution of height {}", solution.nodeId(), solution.height());
        } else {
            LOG.warn(
                    "the solution of height {}, header {}, was {} by node {}: {}",
                    solution.height(),
                    solution.header(),
                    fate == SolutionFate.REJECTED ? "rejected" : "not answered",
                    solution.nodeId(),
                    outcomes.stream().map(Delivery.Outcome::detail).toList());
        }
        return fate;
    }

    void close() {
        closed = true;
        deliveries.forEach(delivery -> delivery.abandon("the pool is stopping"));
    }
}
