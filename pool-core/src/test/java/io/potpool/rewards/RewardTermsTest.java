package io.potpool.rewards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewardTermsTest {

    @Test
    void equalNumbersMakeEqualTermsHoweverWritten() {
        RewardTerms one = Shares.pot("0.80", "100", "0.0150");
        RewardTerms other = Shares.pot("0.8", "1e2", "0.015");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.toText()).isEqualTo("pot a=0.8 cap=100 fee=0.015 lag=eth8");
    }

    @Test
    void textIsReadBackWhole() {
        for (RewardTerms terms : new RewardTerms[] {
            Shares.pot("0.8", "1.5", "0.015"),
            Shares.pot("0", "0", "0"),
            Shares.pot("1." + "1".repeat(30), "9".repeat(60), "1"),
            new RewardTerms(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ZERO, LagRule.NONE, "my-scheme-2")
        }) {
            assertThat(RewardTerms.parse(terms.toText())).isEqualTo(terms);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pot",
                "pot a=0.8 cap=1.5 fee=0.015",
                "pot a=-1 cap=1.5 fee=0.015 lag=uncle",
                "pot a=0.8 cap=1.5 fee=1.1 lag=uncle",
                "pot a=0.8 cap=1e9 fee=0 lag=uncle",
                "pot a=0.8 cap=1.5 fee=0 lag=later",
                "Pot a=0.8 cap=1.5 fee=0 lag=uncle",
                "pot a=0.8 cap=1.5 fee=0 lag=uncle x"
            })
    void anyOtherTextIsRefused(String text) {
        assertThatThrownBy(() -> RewardTerms.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1e61", "1e-31", "1e999999999", "1e-999999999"})
    void numbersOutOfRangeAreRefused(String number) {
        assertThatThrownBy(() -> Shares.pot(number, "1", "0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shares.pot("0.5", number, "0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shares.pot("0.5", "1", number)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void configRefusesNegativeValuesAndAFeeOfAllOrMore() {
        BigDecimal zero = BigDecimal.ZERO;
        BigDecimal one = BigDecimal.ONE;
        assertThat(RewardTerms.configErrors(zero, zero, zero)).isEmpty();
        assertThat(RewardTerms.configErrors(one, one, new BigDecimal("0.99"))).isEmpty();
        assertThat(RewardTerms.configErrors(one.negate(), one.negate(), one.negate()))
                .hasSize(3);
        assertThat(RewardTerms.configErrors(zero, zero, one))
                .singleElement()
                .asString()
                .contains("fee");
    }

    @Test
    void plainPpsIsRecognised() {
        assertThat(Shares.pot("0", "1", "0").plainPps()).isTrue();
        assertThat(Shares.pot("1", "1", "0").plainPps()).isTrue();
        assertThat(Shares.pot("0.5", "0", "0").plainPps()).isTrue();
        assertThat(Shares.pot("0.5", "0.1", "0").plainPps()).isFalse();
    }

    @Test
    void ratiosAreKeptInLowestTerms() {
        assertThat(new Ratio(6, 8)).isEqualTo(new Ratio(3, 4)).hasToString("3/4");
        assertThat(Ratio.parse("14/16")).isEqualTo(new Ratio(7, 8));
        assertThat(new Ratio(0, 5)).isEqualTo(Ratio.ZERO);
        for (String text : new String[] {"9/8", "1/0", "-1/2", "1", "1/2/3", ""}) {
            assertThatThrownBy(() -> Ratio.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
