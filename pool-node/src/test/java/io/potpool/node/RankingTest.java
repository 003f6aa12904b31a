package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.node.Ranking.Candidate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static final int EXCLUDED = Problem.Kind.EXCLUDED;

    private static Optional<String> choose(String serving, Candidate... all) {
        return Ranking.choose(serving.isEmpty() ? Optional.empty() : Optional.of(serving), List.of(all));
    }

    private static Candidate node(String id, int order, int rank, int streak) {
        return new Candidate(id, order, rank, streak);
    }

    @Test
    void theFirstHealthyOneServes() {
        assertThat(choose("", node("a", 0, 1, 0), node("b", 1, 0, 0), node("c", 2, 0, 0)))
                .contains("b");
    }

    @Test
    void theBestRankedSickNodeStaysInService() {
        assertThat(choose("a", node("a", 0, 4, 0), node("b", 1, 4, 9))).contains("a");
    }

    @Test
    void anExcludedNodeNeverServes() {
        assertThat(choose("a", node("a", 0, EXCLUDED, 9))).isEmpty();
        assertThat(choose("a", node("a", 0, EXCLUDED, 9), node("b", 1, 4, 0))).contains("b");
    }

    @Test
    void aBetterNodeTakesOverAtOnce() {
        assertThat(choose("a", node("a", 0, 2, 0), node("b", 1, 1, 0))).contains("b");
    }

    @Test
    void thePoolReturnsToAPreferredNodeOnlyAfterSeveralChecks() {
        int enough = Ranking.CHECKS_TO_RETURN;
        assertThat(choose("b", node("a", 0, 0, enough - 1), node("b", 1, 0, 0))).contains("b");
        assertThat(choose("b", node("a", 0, 0, enough), node("b", 1, 0, 0))).contains("a");
    }

    @Test
    void anEqualNodeLaterInTheListDoesNotTakeOver() {
        assertThat(choose("a", node("a", 0, 1, 0), node("b", 1, 1, 99))).contains("a");
    }

    @Test
    void aSickPreferredNodeDoesNotGetItsPlaceBack() {
        assertThat(choose("b", node("a", 0, 1, 99), node("b", 1, 0, 0))).contains("b");
    }
}
