package io.potpool.terms;

import io.potpool.domain.Nonce;
import java.util.Locale;

/**
 * The leading bytes of a nonce (the extranonce), which cut the nonce space into disjoint parts.
 *
 * @param bytes how many bytes: 1 to 7
 * @param value the bytes as a number, the first byte most significant
 */
public record NoncePrefix(int bytes, long value) {

    /** @throws IllegalArgumentException if the length is outside 1..7 or the value does not fit it */
    public NoncePrefix {
        if (bytes < 1 || bytes > 7 || value < 0 || value >>> bytes * 8 != 0) {
            throw new IllegalArgumentException("not a nonce prefix: " + bytes + " bytes, " + value);
        }
    }

    /** Returns the first {@code bytes} bytes of {@code nonce}. */
    public static NoncePrefix of(Nonce nonce, int bytes) {
        return new NoncePrefix(bytes, nonce.value() >>> 64 - bytes * 8);
    }

    /**
     * Parses two hexadecimal digits a byte.
     *
     * @throws IllegalArgumentException if {@code hex} has another form
     */
    public static NoncePrefix parse(String hex) {
        return new NoncePrefix(hex.length() / 2, Nonce.parse(hex).value());
    }

    /** Returns whether {@code nonce} begins with this prefix. */
    public boolean covers(Nonce nonce) {
        return nonce.value() >>> 64 - bytes * 8 == value;
    }

    /** Returns the lower-case digits, two a byte, with leading zeros and without {@code 0x}. */
    public String toHex() {
        return String.format(Locale.ROOT, "%0" + bytes * 2 + "x", value);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
