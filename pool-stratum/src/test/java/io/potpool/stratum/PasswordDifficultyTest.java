package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Difficulty;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordDifficultyTest {

    private final PasswordDifficulty parser =
            new PasswordDifficulty(new BigDecimal("0.0000001"), BigDecimal.valueOf(10_000));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 4294967296",
                "d=2 | 8589934592",
                "x;d=2 | 8589934592",
                "D=2,y | 8589934592",
                "diff=0.5&a=b | 2147483648",
                "sd=3 | 12884901888",
                "0.5 | 2147483648",
                "1.239 | 5282809775",
                "d=1.239 | 5321464480",
                "0.006 | 25769804",
                "0.00001 | 42950",
                "d=4000000000 | 4000000000",
                "5000000 | 5000000",
                "d=4G | 4000000000",
                "d=1.5g | 1500000000",
                "d=20T | 20000000000000",
                "d=900K | 900000",
                "d=999999 | none",
                "d=0 | none",
                "0 | none",
                "d=430 | 1846835937280",
                "d=429 | 1842540969984",
                "x d=-1 | none",
                "d=1e3 | none",
                "d=x 5 | none"
            })
    void aWishIsRead(String password, String hashes) {
        assertThat(parser.parse(password)
                        .map(Difficulty::value)
                        .map(BigInteger::toString)
                        .orElse("none"))
                .isEqualTo(hashes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "X",
                "mail@example.net",
                "a=ethash,n=rig1",
                "d=",
                "=",
                ";;;",
                "d=0x10",
                "1.2.3",
                "NaN",
                "."
            })
    void anythingElseIsIgnored(String password) {
        assertThat(parser.parse(password)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3999", "1000.0001", "d=0.3999", "d=4294967296001", "400000000000G", "1717986918"})
    void outOfBoundsIsIgnored(String password) {
        PasswordDifficulty family = new PasswordDifficulty(new BigDecimal("0.4"), BigDecimal.valueOf(1000));
        assertThat(family.parse(password)).isEmpty();
    }
}
