package io.potpool.jobs;

import io.potpool.domain.Hash256;
import io.potpool.spi.BlockSighting;
import io.potpool.spi.NodeObservation;
import io.potpool.work.BlockHead;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Decides when the height may fall: when a node that served the higher work now shows another block, or none, below it,
 * twice some time apart; or when no such node has answered for long. Not thread-safe.
 */
final class HeightRule {

    static final Duration SECOND_LOOK = Duration.ofSeconds(2);
    static final Duration SILENCE = Duration.ofSeconds(60);

    private final Map<String, Instant> servers = new HashMap<>();
    private final Map<String, Instant> doubts = new HashMap<>();
    private long best;
    private Optional<Hash256> parent = Optional.empty();
    private final Set<String> gone = new HashSet<>();
    private Instant lastServed;

    /** Begins without any node that is known to have served {@code best}. */
    HeightRule(long best, Instant now) {
        this.best = best;
        this.lastServed = now;
    }

    /** The height is now {@code height}, by work of {@code nodeId} on the block {@code parentHash}. */
    void moved(long height, Optional<Hash256> parentHash, String nodeId, Instant at) {
        best = height;
        parent = parentHash;
        servers.clear();
        doubts.clear();
        gone.clear();
        servers.put(nodeId, at);
        lastServed = at;
    }

    /** Takes note of an answer of a node. */
    void heard(NodeObservation seen) {
        boolean serves = !isBelow(seen)
                && (seen.work().filter(work -> work.height() == best).isPresent()
                        || seen.head().filter(this::isParent).isPresent());
        if (serves || servers.containsKey(seen.nodeId())) {
            servers.put(seen.nodeId(), seen.at());
            lastServed = seen.at().isAfter(lastServed) ? seen.at() : lastServed;
        }
        if (serves) {
            trust(seen.nodeId());
        }
    }

    private void trust(String nodeId) {
        doubts.remove(nodeId);
        gone.remove(nodeId);
    }

    private boolean isBelow(NodeObservation seen) {
        return seen.work().filter(work -> work.height() < best).isPresent()
                || seen.head().filter(head -> head.height() < best - 1).isPresent();
    }

    /** Returns the height whose block this node is to show, if it served the best work and now stands below it. */
    OptionalLong toLookAt(NodeObservation seen) {
        return servers.containsKey(seen.nodeId()) && isBelow(seen) ? OptionalLong.of(best - 1) : OptionalLong.empty();
    }

    private boolean isParent(BlockHead head) {
        return head.height() == best - 1 && parent.filter(head.hash()::equals).isPresent();
    }

    /** Takes note of what a node shows as the block below the best work. */
    void sighted(BlockSighting seen) {
        if (seen.height() != best - 1 || !servers.containsKey(seen.nodeId())) {
            return;
        }
        boolean same = seen.hash().isPresent() && (parent.isEmpty() || parent.equals(seen.hash()));
        if (same) {
            trust(seen.nodeId());
            return;
        }
        Instant first = doubts.putIfAbsent(seen.nodeId(), seen.at());
        if (first != null && !seen.at().isBefore(first.plus(SECOND_LOOK))) {
            gone.add(seen.nodeId());
        }
    }

    /** Returns whether the chain itself has gone back, as far as can be known at {@code now}. */
    boolean mayFall(Instant now) {
        return !gone.isEmpty() || !now.isBefore(lastServed.plus(SILENCE));
    }
}
