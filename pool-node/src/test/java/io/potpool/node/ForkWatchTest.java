package io.potpool.node;

import static io.potpool.node.Views.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.node.Problem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForkWatchTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ForkWatch watch = new ForkWatch(INTERVAL);
    private Instant now = NOW;

    /** Lets both nodes show the wanted blocks, the second one its own from {@code fork} on, and compares. */
    private void compare(NodeHealth serving, NodeHealth other, long fork) {
        now = now.plus(INTERVAL).plusMillis(1);
        update(serving, other);
        Map<Long, Hash256> own = new HashMap<>();
        Map<Long, Hash256> foreign = new HashMap<>();
        for (long height : watch.wanted()) {
            own.put(height, Views.hash(height));
            foreign.put(height, Views.hash(height >= fork ? -height : height));
        }
        now = now.plusMillis(1);
        serving.checked(Views.checkup(now, own));
        other.checked(Views.checkup(now, foreign));
        update(serving, other);
    }

    private void update(NodeHealth serving, NodeHealth other) {
        watch.update(List.of(serving.view(), other.view()), Optional.of(serving.view()), now);
    }

    private Optional<Kind> problem(String id) {
        return watch.problem(id).map(Problem::kind);
    }

    @Test
    void blocksAreComparedThreeAndSevenBelowTheLowerHead() {
        update(Views.well("a", 0, 100), Views.well("b", 1, 102));
        assertThat(watch.wanted()).containsExactlyInAnyOrder(97L, 93L);
    }

    @Test
    void nodesOfOneChainHaveNoProblem() {
        compare(Views.well("a", 0, 100), Views.well("b", 1, 101), Long.MAX_VALUE);
        assertThat(problem("a")).isEmpty();
        assertThat(problem("b")).isEmpty();
    }

    @Test
    void theLighterOfTwoBranchesRanksBehind() {
        NodeHealth a = Views.at("a", 0, 100, NOW, 5000);
        compare(a, Views.at("b", 1, 100, NOW, 5001), 95);
        assertThat(problem("a")).contains(Kind.LIGHTER_BRANCH);
        assertThat(problem("b")).isEmpty();
        compare(a, Views.at("b", 1, 100, NOW, 4999), 95);
        assertThat(problem("a")).isEmpty();
        assertThat(problem("b")).contains(Kind.LIGHTER_BRANCH);
    }

    @Test
    void branchesOfUnknownWeightOnlyWarn() {
        compare(Views.at("a", 0, 100, NOW, -1), Views.at("b", 1, 100, NOW, 7), 95);
        assertThat(problem("a")).isEmpty();
        assertThat(problem("b")).contains(Kind.BRANCHED);
    }

    @Test
    void aChainThatPartsDeeperThanSevenBlocksIsNotUsedHoweverHeavyItIs() {
        compare(Views.at("a", 0, 100, NOW, 1), Views.at("b", 1, 100, NOW, 1000), 93);
        assertThat(problem("b")).contains(Kind.OTHER_CHAIN);
        assertThat(problem("a")).isEmpty();
    }

    @Test
    void whatWasFoundStaysUntilTheChainsAgreeAgain() {
        NodeHealth a = Views.well("a", 0, 100);
        NodeHealth b = Views.well("b", 1, 100);
        compare(a, b, 10);
        a.missed(true, "gone");
        now = now.plus(Duration.ofMinutes(5));
        watch.update(List.of(a.view(), b.view()), Optional.of(a.view()), now);
        assertThat(problem("b")).contains(Kind.OTHER_CHAIN);
        for (int answers = 0; answers < 5; answers++) {
            Views.see(a, 100, 101, NOW, 0);
        }
        compare(a, b, Long.MAX_VALUE);
        assertThat(problem("b")).isEmpty();
    }

    @Test
    void aComparisonCountsOnlyWhenItBeganAfterTheQuestion() {
        NodeHealth a = Views.well("a", 0, 100);
        NodeHealth b = Views.well("b", 1, 100);
        compare(a, b, Long.MAX_VALUE);
        Instant question = now.plusMillis(1);
        assertThat(watch.compared("b", question)).isFalse();
        watch.begin(a.view(), b.view(), question);
        assertThat(watch.compared("b", question)).isFalse();
        a.checked(Views.checkup(question.plusMillis(1), Map.of()));
        b.checked(Views.checkup(question.plusMillis(1), Map.of()));
        update(a, b);
        assertThat(watch.compared("b", question)).isTrue();
    }
}
