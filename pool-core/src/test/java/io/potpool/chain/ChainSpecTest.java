package io.potpool.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainSpecTest {

    private static final Wei COIN = Wei.parse("1000000000000000000");

    @Test
    void bundledChainsHaveTheirIdsAndRefuseOldHeads() {
        assertThat(Chains.names()).containsExactly("classic", "mordor", "ethereum", "ethereumPow");
        assertThat(Chains.names().stream().map(name -> Chains.named(name).chainId()))
                .containsExactly(61L, 63L, 1L, 10001L);
        for (String name : Chains.names()) {
            ChainSpec chain = Chains.named(name);
            assertThat(chain.name()).isEqualTo(name);
            assertThat(chain.bundled()).isTrue();
            assertThat(chain.maxHeadAge()).hasValue(Duration.ofHours(1));
            assertThat(chain.baseFeeShare(20_000_000)).isZero();
        }
    }

    @Test
    void unknownNameIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Chains.named("clasic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"clasic\"")
                .hasMessageContaining("classic, mordor, ethereum, ethereumPow");
    }

    @Test
    void inlineChainHasNoHeadLimitAndPaysNothingUntilToldSo() {
        ChainSpec chain = ChainSpec.builder("devnet", 61_337).build();
        assertThat(chain.bundled()).isFalse();
        assertThat(chain.maxHeadAge()).isEmpty();
        assertThat(chain.blockReward(5)).isEqualTo(Wei.ZERO);
        assertThat(chain.nephewReward(5)).isEqualTo(Wei.ZERO);
        assertThat(chain.uncleReward(5, 4)).isEqualTo(Wei.ZERO);
        assertThat(chain.algorithm(5)).isEqualTo("ethash");
    }

    @Test
    void overrideHoldsFromItsHeightToTheNextEntryAndLeavesTheOriginalAlone() {
        ChainSpec ethereum = Chains.named("ethereum");
        ChainSpec changed = ethereum.toBuilder().reward(5_000_000, COIN).build();
        assertThat(changed.blockReward(4_999_999)).isEqualTo(Wei.parse("3000000000000000000"));
        assertThat(changed.blockReward(5_000_000)).isEqualTo(COIN);
        assertThat(changed.blockReward(7_279_999)).isEqualTo(COIN);
        assertThat(changed.blockReward(7_280_000)).isEqualTo(Wei.parse("2000000000000000000"));
        assertThat(ethereum.blockReward(5_000_000)).isEqualTo(Wei.parse("3000000000000000000"));
        assertThat(changed.bundled()).isTrue();
        assertThat(changed.maxHeadAge()).isEqualTo(ethereum.maxHeadAge());
    }

    @Test
    void everyOtherValueIsOverriddenByHeightToo() {
        Hash256 block = Hash256.parse("ab".repeat(32));
        ChainSpec chain = Chains.named("classic").toBuilder()
                .epochLength(30_000_000, 120_000)
                .uncles(30_000_000, UncleRule.NONE)
                .baseFeeShare(30_000_000, new BigDecimal("0.95"))
                .checkpoint(30_000_000, block)
                .maxHeadAge(Optional.empty())
                .build();
        assertThat(chain.epochLength(29_999_999)).isEqualTo(60_000);
        assertThat(chain.epochLength(30_000_000)).isEqualTo(120_000);
        assertThat(chain.epochAt(30_000_000).number()).isEqualTo(250);
        assertThat(chain.epochAt(30_000_000).seedRounds()).isEqualTo(1000);
        assertThat(chain.uncleRule(29_999_999)).isEqualTo(UncleRule.ECIP1017);
        assertThat(chain.uncleRule(30_000_000)).isEqualTo(UncleRule.NONE);
        assertThat(chain.baseFeeShare(29_999_999)).isZero();
        assertThat(chain.baseFeeShare(30_000_000)).isEqualTo("0.95");
        assertThat(chain.checkpoints()).containsEntry(30_000_000L, block);
        assertThat(chain.maxHeadAge()).isEmpty();
        assertThat(Chains.named("classic").checkpoints()).isEmpty();
    }

    @Test
    void uncleKeepsItsEraRuleWhereTheRewardIsOverridden() {
        ChainSpec chain =
                Chains.named("classic").toBuilder().reward(26_000_000, COIN).build();
        assertThat(chain.eraOf(26_000_001)).hasValue(5);
        assertThat(chain.uncleReward(26_000_001, 26_000_000)).isEqualTo(Wei.parse("31250000000000000"));
    }

    @Test
    void uncleOutsideOneToSixBlocksEarnsNothing() {
        ChainSpec chain = Chains.named("classic");
        assertThat(chain.uncleReward(20_000_010, 20_000_003)).isEqualTo(Wei.ZERO);
        assertThat(chain.uncleReward(20_000_010, 20_000_010)).isEqualTo(Wei.ZERO);
        assertThat(chain.uncleReward(20_000_010, 20_000_011)).isEqualTo(Wei.ZERO);
    }

    @Test
    void ubiqUncleEarnsHalfAtDepthOneAndNothingDeeper() {
        ChainSpec ubiq = VectorChains.of("ubiq");
        assertThat(ubiq.uncleReward(2_000_000, 1_999_999)).isEqualTo(Wei.parse("750000000000000000"));
        assertThat(ubiq.uncleReward(2_000_000, 1_999_998)).isEqualTo(Wei.ZERO);
        assertThat(ubiq.uncleReward(2_000_000, 1_999_994)).isEqualTo(Wei.ZERO);
    }

    @Test
    void eraIsZeroBelowTheForkHeight() {
        RewardRule.Ecip1017 late = new RewardRule.Ecip1017(COIN, 10, 100);
        assertThat(late.era(99)).isZero();
        assertThat(late.era(100)).isEqualTo(9);
        assertThat(late.era(101)).isEqualTo(10);
    }

    @Test
    void rewardOfARemoteEraIsNothing() {
        RewardRule.Ecip1017 largest =
                new RewardRule.Ecip1017(new Wei(COIN.value().shiftLeft(36)), 1, 0);
        assertThat(largest.at(1 + 290).signum()).isPositive();
        assertThat(largest.at(1 + 1_024)).isEqualTo(Wei.ZERO);
        assertThat(largest.at(Long.MAX_VALUE)).isEqualTo(Wei.ZERO);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        ChainSpec.Builder builder = ChainSpec.builder("x", 1);
        assertThatThrownBy(() -> ChainSpec.builder(" ", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChainSpec.builder("x", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.epochLength(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.reward(-1, COIN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.reward(0, Wei.of(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.baseFeeShare(0, new BigDecimal("1.1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.checkpoint(-1, Hash256.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxHeadAge(Optional.of(Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.build().blockReward(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRewardWhoseSumsNoStoreCouldHoldIsRefused() {
        Wei largest = new Wei(BigInteger.ONE.shiftLeft(96).subtract(BigInteger.ONE));
        assertThat(new RewardRule.Fixed(largest).at(1)).isEqualTo(largest);
        assertThat(new RewardRule.Ecip1017(largest, 1, 0).at(1)).isEqualTo(largest);

        Wei tooLarge = largest.plus(Wei.of(1));
        assertThatThrownBy(() -> new RewardRule.Fixed(tooLarge)).hasMessageContaining("below 2^96 wei");
        assertThatThrownBy(() -> new RewardRule.Ecip1017(tooLarge, 1, 0)).hasMessageContaining("below 2^96 wei");
    }
}
