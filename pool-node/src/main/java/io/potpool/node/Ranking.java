package io.potpool.node;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the node that serves. Pure.
 *
 * <p>A better-ranked node takes over at once; an equal one only if it comes earlier in the operator's list and has been no
 * worse than the serving one for several checks.
 */
final class Ranking {

    /** How many checks in a row a preferred node must pass before the pool returns to it. */
    static final int CHECKS_TO_RETURN = 3;

    private Ranking() {}

    /**
     * One node.
     *
     * @param order its place in the operator's list
     * @param rank the rank of its worst problem
     * @param streak how many checks in a row it has been no worse than the serving node
     */
    record Candidate(String id, int order, int rank, int streak) {

        boolean excluded() {
            return rank >= Problem.Kind.EXCLUDED;
        }
    }

    /** Returns the node to serve from now on, or empty if none may. */
    static Optional<String> choose(Optional<String> serving, List<Candidate> all) {
        List<Candidate> usable = all.stream().filter(node -> !node.excluded()).toList();
        Optional<Candidate> best =
                usable.stream().min(Comparator.comparingInt(Candidate::rank).thenComparingInt(Candidate::order));
        Optional<Candidate> current = usable.stream()
                .filter(node -> serving.filter(node.id()::equals).isPresent())
                .findFirst();
        if (current.isEmpty() || best.orElseThrow().rank() < current.get().rank()) {
            return best.map(Candidate::id);
        }
        Candidate now = current.get();
        return usable.stream()
                .filter(node -> node.order() < now.order() && node.rank() <= now.rank())
                .filter(node -> node.streak() >= CHECKS_TO_RETURN)
                .min(Comparator.comparingInt(Candidate::order))
                .or(() -> Optional.of(now))
                .map(Candidate::id);
    }
}
