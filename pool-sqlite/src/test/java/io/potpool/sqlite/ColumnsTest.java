package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "127",
                "128",
                "-128",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "170141183460469231731687303715884105727",
                "-170141183460469231731687303715884105728"
            })
    void amountIsSixteenBytesOfTwosComplement(String decimal) {
        BigInteger amount = new BigInteger(decimal);
        byte[] bytes = Columns.wei(amount);
        assertThat(bytes).hasSize(16);
        assertThat(new BigInteger(bytes)).isEqualTo(amount);
    }

    @Test
    void largerAmountIsRefused() {
        BigInteger tooLarge = BigInteger.ONE.shiftLeft(127);
        assertThatThrownBy(() -> Columns.wei(tooLarge)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Columns.wei(tooLarge.negate().subtract(BigInteger.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
