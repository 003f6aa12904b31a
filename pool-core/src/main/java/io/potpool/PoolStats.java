package io.potpool;

import io.potpool.spi.InstanceView;
import io.potpool.spi.NodeStatus;
import io.potpool.spool.SpoolState;
import io.potpool.work.Job;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A running pool at one moment.
 *
 * @param metrics all counters and gauges by name
 * @param job the work that miners get, if any
 * @param nodes the nodes in the operator's order
 * @param listening where miners can connect
 * @param instances the running instances of the pool, this one among them, as the store knew them a few seconds ago
 * @param spool the spool, where the pool has one
 */
public record PoolStats(
        Map<String, Long> metrics,
        Optional<Job> job,
        List<NodeStatus> nodes,
        List<InetSocketAddress> listening,
        List<InstanceView> instances,
        Optional<SpoolState> spool) {

    private static final String OUTCOME = "shares.outcome{";

    /** Returns how many submissions ended how since the start, by the label of their outcome. */
    public Map<String, Long> outcomes() {
        Map<String, Long> outcomes = new TreeMap<>();
        metrics.forEach((name, value) -> {
            if (name.startsWith(OUTCOME)) {
                outcomes.put(name.substring(OUTCOME.length(), name.length() - 1), value);
            }
        });
        return outcomes;
    }
}
