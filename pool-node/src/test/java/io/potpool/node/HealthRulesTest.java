package io.potpool.node;

import static io.potpool.node.Views.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.node.Problem.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HealthRulesTest {

    private final HealthRules rules = new HealthRules();

    private List<Kind> kinds(Instant now, NodeHealth node, NodeHealth... others) {
        NodeView view = node.view();
        List<NodeView> all = new java.util.ArrayList<>(
                Arrays.stream(others).map(NodeHealth::view).toList());
        all.add(view);
        return rules.judge(view, all, Optional.empty(), now).stream()
                .map(Problem::kind)
                .toList();
    }

    private static Instant after(Duration time) {
        return NOW.plus(time);
    }

    @Test
    void aNodeThatAnswersIsWell() {
        assertThat(kinds(NOW, Views.well("a", 0, 10))).isEmpty();
    }

    @Test
    void workNotAboveTheHeadForTwoSecondsIsFrozen() {
        NodeHealth node = new NodeHealth("a", 0);
        Views.see(node, 10, 10, NOW, 0);
        assertThat(kinds(after(Duration.ofSeconds(2)), node)).isEmpty();
        assertThat(kinds(after(Duration.ofMillis(2001)), node)).containsExactly(Kind.FROZEN);
        Views.see(node, 10, 11, NOW, 0);
        assertThat(kinds(after(Duration.ofMillis(2001)), node)).isEmpty();
    }

    @Test
    void twoBlocksBehindTheBestForFiveSecondsIsBehind() {
        NodeHealth best = Views.well("best", 0, 12);
        NodeHealth node = Views.well("a", 1, 10);
        assertThat(kinds(NOW, node, best)).isEmpty();
        assertThat(kinds(after(Duration.ofSeconds(5)), node, best)).isEmpty();
        assertThat(kinds(after(Duration.ofMillis(5001)), node, best)).containsExactly(Kind.BEHIND);
    }

    @Test
    void oneBlockBehindIsNotBehind() {
        NodeHealth best = Views.well("best", 0, 11);
        NodeHealth node = Views.well("a", 1, 10);
        assertThat(kinds(NOW, node, best)).isEmpty();
        assertThat(kinds(after(Duration.ofSeconds(60)), node, best)).isEmpty();
    }

    @Test
    void catchingUpStartsTheCountAnew() {
        NodeHealth best = Views.well("best", 0, 12);
        NodeHealth node = Views.well("a", 1, 10);
        assertThat(kinds(NOW, node, best)).isEmpty();
        Views.see(node, 12, 13, NOW, 0);
        assertThat(kinds(after(Duration.ofSeconds(4)), node, best)).isEmpty();
        Views.see(node, 10, 11, NOW, 0);
        assertThat(kinds(after(Duration.ofSeconds(6)), node, best)).isEmpty();
    }

    @Test
    void anOldHeadOnlyWarnsWhileAllAgree() {
        NodeHealth node = Views.at("a", 0, 10, NOW, 0);
        NodeHealth other = Views.at("b", 1, 10, NOW, 0);
        assertThat(kinds(after(Duration.ofSeconds(120)), node, other)).isEmpty();
        assertThat(kinds(after(Duration.ofSeconds(121)), node, other)).containsExactly(Kind.AGING_HEAD);
        assertThat(kinds(after(Duration.ofHours(5)), node, other)).containsExactly(Kind.AGING_HEAD);
    }

    @Test
    void anOldHeadCountsWhenAnotherNodeHasAFreshOne() {
        NodeHealth node = Views.at("a", 0, 10, NOW, 0);
        Instant later = after(Duration.ofSeconds(301));
        NodeHealth fresh = Views.at("b", 1, 11, later, 0);
        assertThat(kinds(later, node, fresh)).containsExactly(Kind.OLD_HEAD);
    }

    @Test
    void aBlockTimeAtTheEndOfTimeIsNotOldAndBreaksNothing() {
        NodeHealth node = Views.at("a", 0, 10, NOW, 0);
        NodeHealth other = Views.at("b", 1, 10, Instant.MAX, 0);
        assertThat(kinds(after(Duration.ofSeconds(301)), node, other)).containsExactly(Kind.OLD_HEAD);
        assertThat(kinds(after(Duration.ofSeconds(301)), other, node)).isEmpty();
    }

    @Test
    void noPeersRankAndFewWarn() {
        NodeHealth node = Views.well("a", 0, 10);
        node.checked(Views.network(OptionalLong.of(0), OptionalLong.empty()));
        assertThat(kinds(NOW, node)).containsExactly(Kind.NO_PEERS);
        node.checked(Views.network(OptionalLong.of(2), OptionalLong.empty()));
        assertThat(kinds(NOW, node)).containsExactly(Kind.FEW_PEERS);
        node.checked(Views.network(OptionalLong.of(3), OptionalLong.empty()));
        assertThat(kinds(NOW, node)).isEmpty();
    }

    @Test
    void syncingIsJudgedByNumbers() {
        NodeHealth node = Views.well("a", 0, 10);
        node.checked(Views.network(OptionalLong.empty(), OptionalLong.of(3)));
        assertThat(kinds(NOW, node)).isEmpty();
        node.checked(Views.network(OptionalLong.empty(), OptionalLong.of(4)));
        assertThat(kinds(NOW, node)).containsExactly(Kind.SYNCING);
    }

    @Test
    void twoFailuresInARowTakeANodeDownAndFiveAnswersBringItBack() {
        NodeHealth node = Views.well("a", 0, 10);
        node.checked(Views.checkup(NOW, Map.of()));
        node.missed(false, "refused");
        assertThat(kinds(NOW, node)).isEmpty();
        node.missed(false, "refused");
        for (int answers = 0; answers < 5; answers++) {
            assertThat(kinds(NOW, node)).containsExactly(Kind.UNREACHABLE);
            Views.see(node, 10, 11, NOW, 0);
        }
        assertThat(kinds(NOW, node)).isEmpty();
    }

    @Test
    void oneFailureTakesANodeDownThatHasNeverBeenChecked() {
        NodeHealth node = new NodeHealth("a", 0);
        node.missed(false, "it could not be checked");
        assertThat(kinds(NOW, node)).containsExactly(Kind.UNREACHABLE);
    }

    @Test
    void aNodeThatCouldNotBeCheckedIsWarnedAboutAndKeepsWhatIsKnownOfIt() {
        NodeHealth node = Views.well("a", 0, 10);
        Problem foreign = new Problem(Kind.WRONG_CHAIN, "its chain id is 1");
        node.checked(Views.judged(Optional.empty(), Optional.of(foreign)));
        node.checked(Views.judged(Optional.of("eth_chainId: error"), Optional.empty()));
        assertThat(kinds(NOW, node)).containsExactlyInAnyOrder(Kind.WRONG_CHAIN, Kind.UNSETTLED);
        node.checked(Views.judged(Optional.empty(), Optional.empty()));
        assertThat(kinds(NOW, node)).isEmpty();
    }

    @Test
    void oneTimeOutTakesANodeDown() {
        NodeHealth node = Views.well("a", 0, 10);
        node.missed(true, "no answer in time");
        assertThat(kinds(NOW, node)).containsExactly(Kind.UNREACHABLE);
    }

    @Test
    void aLookWithoutAnswerForTwoSecondsIsSlow() {
        NodeHealth node = Views.well("a", 0, 10);
        node.waiting(NOW);
        assertThat(kinds(after(Duration.ofSeconds(2)), node)).isEmpty();
        assertThat(kinds(after(Duration.ofMillis(2001)), node)).containsExactly(Kind.SLOW);
    }

    @Test
    void aSlowNodeIsKeptWhileASolutionIsOnItsWay() {
        NodeHealth node = Views.well("a", 0, 10);
        node.submissionBegins();
        node.waiting(NOW);
        assertThat(kinds(after(Duration.ofSeconds(9)), node)).isEmpty();
        node.missed(true, "no answer in time");
        assertThat(kinds(after(Duration.ofSeconds(9)), node)).isEmpty();
        node.submissionEnds();
        node.missed(true, "no answer in time");
        assertThat(kinds(after(Duration.ofSeconds(9)), node)).containsExactly(Kind.UNREACHABLE);
    }

    @Test
    void aSecondWithoutWorkRanksBehind() {
        NodeHealth node = new NodeHealth("a", 0);
        node.saw(new Look.Seen(Optional.empty(), "null", Optional.of(Views.block(10, NOW, 0))), NOW);
        assertThat(kinds(after(Duration.ofSeconds(1)), node)).isEmpty();
        assertThat(kinds(after(Duration.ofMillis(1001)), node)).containsExactly(Kind.NO_WORK);
    }

    @Test
    void aComplaintOfThePoolRanksBehind() {
        NodeHealth node = Views.well("a", 0, 10);
        node.complained(Optional.of("wrong seed"));
        assertThat(kinds(NOW, node)).containsExactly(Kind.REFUSED);
        node.complained(Optional.empty());
        assertThat(kinds(NOW, node)).isEmpty();
    }
}
