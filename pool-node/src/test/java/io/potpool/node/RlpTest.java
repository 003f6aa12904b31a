package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of the RLP page of the Ethereum wiki, and lengths around its limits. */
class RlpTest {

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] text(String text) {
        return Rlp.string(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void stringsListsAndNumbersHaveTheirPrefixes() {
        assertThat(hex(text("dog"))).isEqualTo("83646f67");
        assertThat(hex(text(""))).isEqualTo("80");
        assertThat(hex(Rlp.list(List.of(text("cat"), text("dog"))))).isEqualTo("c88363617483646f67");
        assertThat(hex(Rlp.list(List.of()))).isEqualTo("c0");
        assertThat(hex(Rlp.number(BigInteger.ZERO))).isEqualTo("80");
        assertThat(hex(Rlp.number(BigInteger.valueOf(15)))).isEqualTo("0f");
        assertThat(hex(Rlp.number(BigInteger.valueOf(128)))).isEqualTo("8180");
        assertThat(hex(Rlp.number(BigInteger.valueOf(1024)))).isEqualTo("820400");
    }

    @Test
    void longStringsHaveTheLengthOfTheirLength() {
        assertThat(hex(Rlp.string(new byte[55]))).startsWith("b700");
        assertThat(hex(Rlp.string(new byte[56]))).startsWith("b83800");
        assertThat(hex(Rlp.string(new byte[255]))).startsWith("b8ff00");
        assertThat(hex(Rlp.string(new byte[256]))).startsWith("b9010000");
        assertThat(hex(Rlp.string(new byte[65536]))).startsWith("ba01000000");
    }
}
