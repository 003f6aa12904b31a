package io.potpool.rewards;

import static io.potpool.support.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Wei;
import io.potpool.support.Vectors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Lag factors are those of {@code eth8}, which the vectors use. */
class PotVectorsTest {

    private static final ChainSpec CLASSIC = Chains.named("classic");
    private static final BigDecimal WEI_PER_COIN = BigDecimal.TEN.pow(18);

    private final Vectors vectors = new Vectors("pot.json");
    private final PotCurves curves = new PotCurves();

    @TestFactory
    Stream<DynamicTest> computedPayIsExactToTheWei() {
        return vectors.tests(this::checkComputed, "computed", "lag", "fallback");
    }

    @TestFactory
    Stream<DynamicTest> publishedPayIsMetToTheirDigits() {
        return vectors.tests(this::checkPublished, "published");
    }

    @TestFactory
    Stream<DynamicTest> capNearOrBelowTheShareDifficultyIsPlainPps() {
        return vectors.tests(this::checkEdge, "edge");
    }

    @Test
    void noEntryIsLost() {
        vectors.assertComplete("computed", "lag", "fallback", "published", "edge");
    }

    private void checkComputed(JsonNode entry) {
        assertThat(reward(entry).value()).isEqualTo(new BigDecimal(text(entry, "reward_wei")).toBigInteger());
    }

    private void checkPublished(JsonNode entry) {
        checkComputed(entry);
        BigDecimal published = new BigDecimal(text(entry, "published_ether")).multiply(WEI_PER_COIN);
        assertThat(new BigDecimal(reward(entry).value()))
                .isCloseTo(published, within(published.multiply(new BigDecimal("1e-9"))));
    }

    private void checkEdge(JsonNode entry) {
        if (new BigDecimal(text(entry, "X")).compareTo(BigDecimal.ONE) > 0) {
            checkComputed(entry);
            return;
        }
        BigDecimal pps = new BigDecimal(text(entry, "pps_ether")).multiply(WEI_PER_COIN);
        assertThat(reward(entry).value()).isEqualTo(pps.toBigIntegerExact());
    }

    private Wei reward(JsonNode entry) {
        RewardTerms terms = new RewardTerms(
                new BigDecimal(text(entry, "potA")),
                new BigDecimal(text(entry, "potCap")),
                new BigDecimal(text(entry, "feePercent")).movePointLeft(2),
                LagRule.ETH8,
                "pot");
        long height = entry.get("shareHeight").asLong();
        long lag = entry.get("topHeight").asLong() - height;
        BigDecimal block = new BigDecimal(text(entry, "blockRewardEther")).multiply(WEI_PER_COIN);
        ShareFacts share = Shares.share(
                new BigInteger(text(entry, "netDiff")),
                new Wei(block.toBigIntegerExact()),
                new BigInteger(text(entry, "shareDiff")),
                new BigInteger(text(entry, "actualDiff")),
                terms.lag().factor(CLASSIC.schedule(), height, lag));
        Wei reward = curves.reward(share, terms);
        assertThat(reward).isEqualTo(PotReward.reward(share, terms));
        return reward;
    }
}
