package io.potpool.spi;

import java.util.List;

/**
 * What an instance tells the others for display.
 *
 * @param sessions how many miners are connected to it
 * @param reportedHashrate what its miners claim together, in hashes a second
 * @param nodes the nodes it takes work from, in its operator's order
 */
public record InstanceState(int sessions, long reportedHashrate, List<NodeStatus> nodes) {

    /** Nothing to show yet. */
    public static final InstanceState NONE = new InstanceState(0, 0, List.of());

    /** Copies the list. */
    public InstanceState {
        nodes = List.copyOf(nodes);
    }
}
