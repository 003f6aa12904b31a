package io.potpool.domain;

import java.nio.ByteBuffer;

/**
 * A 256-bit hash as four 64-bit words, the most significant first.
 *
 * <p>Ordered as an unsigned big-endian number, which is how a proof of work is compared with its target.
 */
public record Hash256(long w0, long w1, long w2, long w3) implements Comparable<Hash256> {

    /** 32 bytes of zero. */
    public static final Hash256 ZERO = new Hash256(0, 0, 0, 0);

    /** 32 bytes of 0xff. */
    public static final Hash256 MAX = new Hash256(-1, -1, -1, -1);

    /** The length in bytes. */
    public static final int BYTES = 32;

    /**
     * Returns the hash held in 32 bytes, most significant byte first.
     *
     * @throws IllegalArgumentException if {@code bytes} is not 32 long
     */
    public static Hash256 of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Hash256(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    /**
     * Parses exactly 64 hexadecimal digits of any case, with or without {@code 0x}.
     *
     * @throws IllegalArgumentException if {@code hex} has another form
     */
    public static Hash256 parse(String hex) {
        int start = Hex.prefixLength(hex);
        if (hex.length() - start != 64) {
            throw new IllegalArgumentException("a hash has 64 hexadecimal digits");
        }
        return new Hash256(
                Hex.parseLong(hex, start),
                Hex.parseLong(hex, start + 16),
                Hex.parseLong(hex, start + 32),
                Hex.parseLong(hex, start + 48));
    }

    /** Returns the 32 bytes, most significant first, in a new array. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(w0)
                .putLong(w1)
                .putLong(w2)
                .putLong(w3)
                .array();
    }

    /** Returns 64 lower-case digits without {@code 0x}. */
    public String toHex() {
        StringBuilder out = new StringBuilder(64);
        Hex.append(out, w0);
        Hex.append(out, w1);
        Hex.append(out, w2);
        Hex.append(out, w3);
        return out.toString();
    }

    /** Compares as unsigned 256-bit numbers. */
    @Override
    public int compareTo(Hash256 other) {
        int c = Long.compareUnsigned(w0, other.w0);
        if (c == 0) {
            c = Long.compareUnsigned(w1, other.w1);
        }
        if (c == 0) {
            c = Long.compareUnsigned(w2, other.w2);
        }
        return c != 0 ? c : Long.compareUnsigned(w3, other.w3);
    }

    /** Returns {@code 0x} and 64 lower-case digits. */
    @Override
    public String toString() {
        return "0x" + toHex();
    }
}
