package io.potpool.node;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;

/** Recursive length prefix encoding (Yellow Paper, appendix B) of byte strings and one list of them. */
final class Rlp {

    private Rlp() {}

    /** Encodes a number without leading zeros; 0 is the empty string. */
    static byte[] number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int start = 0;
        while (start < bytes.length && bytes[start] == 0) {
            start++;
        }
        byte[] plain = new byte[bytes.length - start];
        System.arraycopy(bytes, start, plain, 0, plain.length);
        return string(plain);
    }

    static byte[] string(byte[] bytes) {
        if (bytes.length == 1 && bytes[0] >= 0) {
            return bytes.clone();
        }
        return prefixed(0x80, bytes);
    }

    /** Encodes a list of items that are encoded already. */
    static byte[] list(List<byte[]> items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        items.forEach(out::writeBytes);
        return prefixed(0xc0, out.toByteArray());
    }

    private static byte[] prefixed(int base, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 5);
        if (payload.length < 56) {
            out.write(base + payload.length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(payload.length)) / 8;
            out.write(base + 55 + bytes);
            for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
                out.write(payload.length >>> shift);
            }
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
