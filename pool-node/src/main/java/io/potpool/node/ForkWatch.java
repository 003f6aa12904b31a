package io.potpool.node;

import io.potpool.domain.Hash256;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the other nodes' chains with the serving node's, a few blocks below the lower of the two heads. Not
 * thread-safe.
 *
 * <p>Of two branches that part within seven blocks the heavier is preferred; a node whose chain parts deeper is not used.
 * What was found stays until a later comparison finds otherwise.
 */
final class ForkWatch {

    static final long SHALLOW = 3;
    static final long DEEP = 7;

    private final Duration interval;
    private final Map<String, Comparison> comparisons = new HashMap<>();
    private final Map<String, Problem> problems = new HashMap<>();
    private String servingId = "";

    ForkWatch(Duration interval) {
        this.interval = interval;
    }

    /** A comparison of one node with the serving one: blocks shown in answer to checks begun after {@code begun} count. */
    private record Comparison(long low, Instant begun, boolean done) {

        Comparison finished() {
            return new Comparison(low, begun, true);
        }
    }

    /** Returns the heights at which every node's block is wanted. */
    Set<Long> wanted() {
        Set<Long> heights = new HashSet<>();
        for (Comparison comparison : comparisons.values()) {
            heights.add(comparison.low() - SHALLOW);
            heights.add(comparison.low() - DEEP);
        }
        heights.removeIf(height -> height < 0);
        return heights;
    }

    /** Returns what is wrong with a node's branch, if anything. */
    Optional<Problem> problem(String nodeId) {
        return Optional.ofNullable(problems.get(nodeId));
    }

    /** Returns whether a node has been compared with the serving one by blocks shown after {@code since}. */
    boolean compared(String nodeId, Instant since) {
        Comparison last = comparisons.get(nodeId);
        return last != null && last.done() && !last.begun().isBefore(since);
    }

    /** Begins a comparison anew, whatever is under way. */
    void begin(NodeView serving, NodeView other, Instant now) {
        comparisons.put(other.id(), new Comparison(Math.min(serving.height(), other.height()), now, false));
    }

    /** Finishes and begins comparisons, as the nodes' answers and the time allow. */
    void update(List<NodeView> nodes, Optional<NodeView> servingNow, Instant now) {
        if (servingNow.isEmpty() || !servingNow.get().comparable()) {
            return;
        }
        NodeView serving = servingNow.get();
        if (!serving.id().equals(servingId)) {
            servingId = serving.id();
            comparisons.clear();
            problems.remove(servingId);
        }
        for (NodeView other : nodes) {
            if (other.comparable() && !other.id().equals(serving.id())) {
                update(serving, other, now);
            }
        }
    }

    private void update(NodeView serving, NodeView other, Instant now) {
        Comparison last = comparisons.get(other.id());
        if (last == null || last.done() && now.isAfter(last.begun().plus(interval))) {
            begin(serving, other, now);
        } else if (!last.done() && answered(serving, last) && answered(other, last)) {
            comparisons.put(other.id(), last.finished());
            compare(serving, other, last.low());
        }
    }

    private static boolean answered(NodeView node, Comparison comparison) {
        return node.checkup().begunAt().isAfter(comparison.begun());
    }

    private void compare(NodeView serving, NodeView other, long low) {
        Optional<Boolean> same = same(serving, other, low - SHALLOW);
        if (same.isEmpty()) {
            return;
        }
        problems.remove(other.id());
        problems.remove(serving.id());
        if (same.get()) {
            return;
        }
        String text = "its block " + (low - SHALLOW) + " is not that of ";
        if (same(serving, other, low - DEEP).filter(agrees -> !agrees).isPresent()) {
            problems.put(
                    other.id(),
                    new Problem(
                            Problem.Kind.OTHER_CHAIN,
                            "its chain parts from that of " + serving.id() + " deeper than " + DEEP + " blocks"));
            return;
        }
        Optional<NodeView> heavier = heavier(serving, other);
        if (heavier.isEmpty()) {
            problems.put(other.id(), new Problem(Problem.Kind.BRANCHED, text + serving.id()));
            return;
        }
        NodeView lighter = heavier.get().id().equals(serving.id()) ? other : serving;
        problems.put(
                lighter.id(),
                new Problem(Problem.Kind.LIGHTER_BRANCH, text + heavier.get().id() + ", whose branch is heavier"));
    }

    private static Optional<Boolean> same(NodeView one, NodeView other, long height) {
        Hash256 first = one.checkup().blocks().get(height);
        Hash256 second = other.checkup().blocks().get(height);
        return first == null || second == null ? Optional.empty() : Optional.of(first.equals(second));
    }

    private static Optional<NodeView> heavier(NodeView serving, NodeView other) {
        Optional<BigInteger> own = serving.head().flatMap(NodeBlock::totalDifficulty);
        Optional<BigInteger> foreign = other.head().flatMap(NodeBlock::totalDifficulty);
        if (own.isEmpty() || foreign.isEmpty() || own.equals(foreign)) {
            return Optional.empty();
        }
        return Optional.of(own.get().compareTo(foreign.get()) > 0 ? serving : other);
    }
}
