package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.spi.JournalId;
import io.potpool.testkit.contract.SampleShares;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 127, 128, -128, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE})
    void numbersComeBack(long number) {
        Bytes.Out out = new Bytes.Out();
        out.number(number);
        out.signed(number);
        out.fixed(number);
        Bytes.In in = new Bytes.In(out.toBytes());
        assertThat(List.of(in.number(), in.signed(), in.fixed())).containsOnly(number);
        in.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "1", "-1", "999999999", "1000000000", "-1000000000", "-123456789012345678901234567890"})
    void anAmountIsGweiAndLessThanAGweiOfWei(String decimal) {
        BigInteger wei = new BigInteger(decimal);
        long below = Amounts.below(wei);
        assertThat(below).isBetween(0L, 999_999_999L);
        assertThat(Amounts.wei(Amounts.gwei(wei).toString(), Long.toString(below)))
                .isEqualTo(wei);
    }

    @Test
    void anyBytesInsteadOfABatchAreRefusedAndNothingElse() {
        Random random = new Random(7);
        byte[] right = batch();
        for (int i = 0; i < 20_000; i++) {
            byte[] body = Arrays.copyOf(right, right.length - 16);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            byte[] cut = Digest.seal(Arrays.copyOf(body, random.nextInt(body.length + 1)));
            try {
                StoredBatch.read(cut);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void aBatchOfAnotherVersionIsRefused() {
        byte[] body = Arrays.copyOf(batch(), batch().length - 16);
        body[0] = 2;
        assertThatThrownBy(() -> StoredBatch.read(Digest.seal(body)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another version");
    }

    private static byte[] batch() {
        BatchDraft draft = new BatchDraft(
                new Keys("x"), SampleShares.batch(new JournalId(1, 2), 3, SampleShares.ALICE, 100, 0, 12));
        return draft.stored().toBytes();
    }
}
