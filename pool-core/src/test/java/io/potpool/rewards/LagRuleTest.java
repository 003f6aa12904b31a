package io.potpool.rewards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.chain.UncleRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LagRuleTest {

    private static final ChainSpec UBIQ =
            ChainSpec.builder("ubiq", 8).uncles(0, UncleRule.UBIQ_2).build();
    private static final ChainSpec NO_UNCLES = ChainSpec.builder("plain", 9).build();

    @ParameterizedTest
    @CsvSource({
        "uncle, classic, 20000000, 1/1 1/32 1/32 0/1",
        "uncle, classic, 4000000, 1/1 7/8 3/4 0/1",
        "uncle, classic, 5000001, 1/1 1/32 1/32 0/1",
        "uncle, mordor, 2000001, 1/1 1/32 1/32 0/1",
        "uncle, ethereumPow, 20000000, 1/1 7/8 3/4 0/1",
        "eth8, classic, 20000000, 1/1 7/8 3/4 0/1",
        "full, classic, 20000000, 1/1 1/1 1/1 1/1",
        "none, classic, 20000000, 1/1 0/1 0/1 0/1",
    })
    void factorByLagZeroToThree(String rule, String chain, long height, String factors) {
        assertThat(byLag(LagRule.parse(rule), Chains.named(chain), height)).isEqualTo(factors);
    }

    @Test
    void uncleFollowsTheRuleOfAnInlineChain() {
        assertThat(byLag(LagRule.UNCLE, UBIQ, 100)).isEqualTo("1/1 1/2 0/1 0/1");
        assertThat(byLag(LagRule.UNCLE, NO_UNCLES, 100)).isEqualTo("1/1 0/1 0/1 0/1");
    }

    @Test
    void eraIsThatOfTheBlockThatWouldIncludeTheUncle() {
        assertThat(byLag(LagRule.UNCLE, Chains.named("classic"), 4_999_999)).isEqualTo("1/1 7/8 1/32 0/1");
    }

    @Test
    void lagBelowZeroIsNone() {
        assertThat(LagRule.NONE.factor(UBIQ.schedule(), 100, -3)).isEqualTo(Ratio.ONE);
    }

    @Test
    void everyRuleIsReadByItsName() {
        for (LagRule rule : LagRule.values()) {
            assertThat(LagRule.parse(rule.text())).isEqualTo(rule);
        }
        assertThatThrownBy(() -> LagRule.parse("Uncle"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("uncle, eth8, full, none");
    }

    private static String byLag(LagRule rule, ChainSpec chain, long height) {
        StringBuilder out = new StringBuilder();
        for (int lag = 0; lag <= 3; lag++) {
            out.append(lag == 0 ? "" : " ").append(rule.factor(chain.schedule(), height, lag));
        }
        return out.toString();
    }
}
