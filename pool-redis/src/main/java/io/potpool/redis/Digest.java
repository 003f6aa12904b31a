package io.potpool.redis;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The first 16 bytes of a SHA-256 at the end of a value, so that a change of any byte shows. */
final class Digest {

    private static final int BYTES = 16;

    private Digest() {}

    /** Returns the value with its digest behind it. */
    static byte[] seal(byte[] value) {
        byte[] sealed = Arrays.copyOf(value, value.length + BYTES);
        System.arraycopy(of(value), 0, sealed, value.length, BYTES);
        return sealed;
    }

    /** @throws IllegalArgumentException if the value is not as it was sealed */
    static byte[] open(byte[] sealed) {
        int length = sealed.length - BYTES;
        if (length < 0) {
            throw new IllegalArgumentException("cut off");
        }
        byte[] value = Arrays.copyOf(sealed, length);
        if (!Arrays.equals(of(value), 0, BYTES, sealed, length, sealed.length)) {
            throw new IllegalArgumentException("not what was written");
        }
        return value;
    }

    private static byte[] of(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
