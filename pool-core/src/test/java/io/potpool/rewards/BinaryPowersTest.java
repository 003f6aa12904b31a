package io.potpool.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryPowersTest {

    private final BinaryPowers narrow = BinaryPowers.of(192);
    private final BinaryPowers wide = BinaryPowers.of(384);

    @Test
    void log2StaysWithinItsError() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            BigInteger n = new BigInteger(1 + random.nextInt(600), random).add(BigInteger.ONE);
            BigInteger difference = narrow.log2(n).subtract(wide.log2(n).shiftRight(192));
            assertThat(difference.abs()).isLessThanOrEqualTo(BigInteger.valueOf(BinaryPowers.LOG_ERROR));
        }
    }

    @Test
    void exp2StaysWithinItsError() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            BigInteger x = new BigInteger(192, random).shiftRight(i % 3 == 0 ? random.nextInt(192) : 0);
            BigInteger difference =
                    narrow.exp2(x).subtract(wide.exp2(x.shiftLeft(192)).shiftRight(192));
            assertThat(difference.abs()).isLessThanOrEqualTo(BigInteger.valueOf(BinaryPowers.EXP_ERROR));
        }
    }

    @Test
    void powersOfTwoHaveWholeLogarithms() {
        for (int i = 0; i < 600; i++) {
            assertThat(narrow.log2(BigInteger.ONE.shiftLeft(i)))
                    .isEqualTo(BigInteger.valueOf(i).shiftLeft(192));
        }
        assertThat(narrow.exp2(BigInteger.ZERO)).isEqualTo(narrow.one());
    }

    @Test
    void exp2UndoesLog2() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            BigInteger n = narrow.one().add(new BigInteger(192, random));
            BigInteger logarithm =
                    narrow.log2(n).subtract(BigInteger.valueOf(192).shiftLeft(192));
            assertThat(narrow.exp2(logarithm).subtract(n).abs()).isLessThanOrEqualTo(BigInteger.valueOf(128));
        }
    }

    @Test
    void knownConstantsComeOutRight() {
        BigInteger log2Of10 = new BigInteger("33219280948873623478703194294893901758648313930245806120547563958");
        BigInteger computed =
                wide.log2(BigInteger.TEN).multiply(BigInteger.TEN.pow(64)).shiftRight(384);
        assertThat(computed).isEqualTo(log2Of10);
    }
}
