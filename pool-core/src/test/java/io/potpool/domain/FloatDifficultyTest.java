package io.potpool.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatDifficultyTest {

    @ParameterizedTest
    @CsvSource({
        "4294967296, 1",
        "2000000000, 0.465661287307739257812500",
        "429496729600, 100",
        "1, 0.00000000023283064365386962890625"
    })
    void wireFormIsExactAndPlain(long hashes, BigDecimal d) {
        String text = FloatDifficulty.of(Difficulty.of(hashes)).toPlainString();
        assertThat(text).isEqualTo(d.stripTrailingZeros().toPlainString());
        assertThat(FloatDifficulty.parse(new BigDecimal(text))).isEqualTo(Difficulty.of(hashes));
    }

    @Test
    void fractionOfAHashRoundsUp() {
        assertThat(FloatDifficulty.parse(new BigDecimal("0.4"))).isEqualTo(Difficulty.of(1_717_986_919));
        assertThat(FloatDifficulty.parse(new BigDecimal("1.00000000000001"))).isEqualTo(Difficulty.of(4_294_967_297L));
    }

    @Test
    void smallestAndLargestAreKept() {
        assertThat(FloatDifficulty.parse(new BigDecimal("1e-999999999"))).isEqualTo(Difficulty.ONE);
        assertThat(FloatDifficulty.parse(FloatDifficulty.of(Difficulty.MAX))).isEqualTo(Difficulty.MAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1e999999999", "1e68", "2.7e67"})
    void whatNoHashCanMeetIsRefused(String text) {
        assertThatThrownBy(() -> FloatDifficulty.parse(new BigDecimal(text)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
