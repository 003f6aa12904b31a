package io.potpool.testkit.node;

import java.math.BigInteger;
import java.util.HexFormat;

/** The two hexadecimal forms of JSON-RPC: minimal quantities and data of whole bytes. */
final class HexText {

    private HexText() {}

    static String quantity(long value) {
        return "0x" + Long.toHexString(value);
    }

    static String quantity(BigInteger value) {
        return "0x" + value.toString(16);
    }

    static String data(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    /** Returns the bytes of {@code 0x} and an even number of digits. */
    static byte[] bytes(String data) {
        return HexFormat.of().parseHex(data, 2, data.length());
    }
}
