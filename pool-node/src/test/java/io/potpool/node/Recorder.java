package io.potpool.node;

import io.potpool.spi.BlockSighting;
import io.potpool.spi.NodeAdvice;
import io.potpool.spi.NodeListener;
import io.potpool.spi.NodeObservation;
import io.potpool.work.WorkTemplate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;

/** Keeps what a node client reports. */
final class Recorder implements NodeListener {

    final List<NodeObservation> seen = new CopyOnWriteArrayList<>();
    final List<BlockSighting> sightings = new CopyOnWriteArrayList<>();
    volatile Function<NodeObservation, NodeAdvice> advice = observation -> NodeAdvice.FINE;

    @Override
    public NodeAdvice observed(NodeObservation observation) {
        seen.add(observation);
        return advice.apply(observation);
    }

    @Override
    public void sighted(BlockSighting sighting) {
        sightings.add(sighting);
    }

    Stream<NodeObservation> of(String nodeId) {
        return seen.stream().filter(observation -> observation.nodeId().equals(nodeId));
    }

    /** Returns the work that the serving node has shown last. */
    Optional<WorkTemplate> servedWork() {
        return seen.stream()
                .filter(NodeObservation::serving)
                .flatMap(observation -> observation.work().stream())
                .reduce((earlier, later) -> later);
    }

    /** Returns the highest work that the serving node has ever shown. */
    long highestServed() {
        return seen.stream()
                .filter(NodeObservation::serving)
                .flatMap(observation -> observation.work().stream())
                .mapToLong(WorkTemplate::height)
                .max()
                .orElse(-1);
    }
}
