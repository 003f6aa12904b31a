package io.potpool.redis;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Compact binary writing, and reading that takes any bytes. */
final class Bytes {

    private Bytes() {}

    /** Grows as it is written. Not thread-safe. */
    static final class Out {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

        void raw(byte[] value) {
            bytes.writeBytes(value);
        }

        void fixed(long value) {
            raw(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        }

        /** Writes a number in seven-bit groups, the lowest first; small ones are short. */
        void number(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes.write((int) (rest & 0x7f | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }

        void signed(long value) {
            number(value << 1 ^ value >> 63);
        }

        void big(BigInteger value) {
            block(value.toByteArray());
        }

        void text(String value) {
            block(value.getBytes(StandardCharsets.UTF_8));
        }

        private void block(byte[] value) {
            number(value.length);
            raw(value);
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }

    /** Reads what {@link Out} wrote; anything else fails with {@link IllegalArgumentException}. Not thread-safe. */
    static final class In {
        private final ByteBuffer bytes;

        In(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        byte[] raw(int length) {
            if (length < 0 || length > bytes.remaining()) {
                throw new IllegalArgumentException("cut off");
            }
            byte[] value = new byte[length];
            bytes.get(value);
            return value;
        }

        long fixed() {
            try {
                return bytes.getLong();
            } catch (BufferUnderflowException end) {
                throw new IllegalArgumentException("cut off", end);
            }
        }

        long number() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE; shift += 7) {
                byte next = raw(1)[0];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number of more than 64 bits");
        }

        long signed() {
            long value = number();
            return value >>> 1 ^ -(value & 1);
        }

        /** Reads how many things follow, of one byte each at least. */
        int count() {
            long count = number();
            if (count < 0 || count > bytes.remaining()) {
                throw new IllegalArgumentException("cut off");
            }
            return (int) count;
        }

        BigInteger big() {
            int length = count();
            if (length == 0) {
                throw new IllegalArgumentException("an empty number");
            }
            return new BigInteger(raw(length));
        }

        String text() {
            return new String(raw(count()), StandardCharsets.UTF_8);
        }

        void end() {
            if (bytes.hasRemaining()) {
                throw new IllegalArgumentException("bytes behind the end");
            }
        }
    }
}
