package io.potpool.node;

import io.potpool.domain.Address;
import io.potpool.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line and one count for every change that an operator would act on. Not thread-safe. */
final class HealthLog {

    private static final Logger LOG = LoggerFactory.getLogger(HttpNodeClient.class);
    private static final Duration REPEAT_ALARM = Duration.ofMinutes(1);

    private final Metrics metrics;
    private final Map<String, Instant> alarmedAt = new HashMap<>();
    private boolean warnedOfCoinbases;

    HealthLog(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Takes a node's problems before and now. */
    void judged(String id, List<Problem> before, List<Problem> now, Instant at) {
        Set<Problem.Kind> added = kinds(now);
        added.removeAll(kinds(before));
        for (Problem problem : now) {
            if (added.contains(problem.kind())) {
                metrics.count("node.problem{" + problem.kind() + "}");
                alarmedAt.put(id + problem.kind(), at);
                say(id, problem);
            } else if (problem.kind() == Problem.Kind.OTHER_CHAIN) {
                repeat(id, problem, at);
            }
        }
        if (now.isEmpty() && !before.isEmpty()) {
            LOG.info("node {} is well", id);
        }
    }

    private static Set<Problem.Kind> kinds(List<Problem> problems) {
        Set<Problem.Kind> kinds = EnumSet.noneOf(Problem.Kind.class);
        problems.forEach(problem -> kinds.add(problem.kind()));
        return kinds;
    }

    private void say(String id, Problem problem) {
        if (problem.kind() == Problem.Kind.OTHER_CHAIN) {
            LOG.error("node {} is not used: {}; the pool stays on its chain", id, problem.text());
        } else if (problem.kind().rank() >= Problem.Kind.EXCLUDED) {
            LOG.error("node {} is not used: {}", id, problem.text());
        } else {
            LOG.warn("node {}: {}", id, problem.text());
        }
    }

    private void repeat(String id, Problem problem, Instant at) {
        Instant last = alarmedAt.getOrDefault(id + problem.kind(), Instant.MIN);
        if (!at.isBefore(last.plus(REPEAT_ALARM))) {
            alarmedAt.put(id + problem.kind(), at);
            metrics.count("node.deepForkAlarms");
            say(id, problem);
        }
    }

    /** Takes a change of the node that serves. */
    void switched(Optional<String> before, Optional<String> now, Optional<List<Problem>> why) {
        if (before.isEmpty()) {
            now.ifPresent(id -> LOG.info("work comes from node {}", id));
            return;
        }
        String reasons = why.orElse(List.of()).stream().map(Problem::text).collect(Collectors.joining("; "));
        LOG.warn(
                "work comes from {} instead of node {}{}",
                now.map(id -> "node " + id).orElse("no node"),
                before.get(),
                reasons.isEmpty() ? ", which comes later in the list" : " (" + reasons + ")");
    }

    /** Warns once if nodes mine to different addresses. */
    void coinbases(List<NodeView> nodes) {
        Set<Address> addresses = nodes.stream()
                .flatMap(node -> node.checkup().coinbase().stream())
                .collect(Collectors.toSet());
        if (addresses.size() > 1 && !warnedOfCoinbases) {
            warnedOfCoinbases = true;
            metrics.count("node.coinbasesDiffer");
            LOG.warn("the nodes mine to different addresses: {}; set etherbase to the pool's own", addresses);
        }
    }
}
