package io.potpool.testkit.node;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Recursive length prefix: encoding, and total decoding with the error texts of geth. */
final class Rlp {

    private Rlp() {}

    /** A decoded item: a byte string, or a list whose bytes are empty. */
    static final class Item {
        private final byte[] bytes;
        private final List<Item> items;
        private final boolean list;

        private Item(byte[] bytes, List<Item> items, boolean list) {
            this.bytes = bytes;
            this.items = items;
            this.list = list;
        }

        byte[] string() throws RlpException {
            if (list) {
                throw new RlpException("rlp: expected input string or byte");
            }
            return bytes;
        }

        BigInteger number() throws RlpException {
            byte[] value = string();
            if (value.length > 0 && value[0] == 0) {
                throw new RlpException("rlp: non-canonical integer (leading zero bytes)");
            }
            if (value.length > 32) {
                throw new RlpException("rlp: value size exceeds available input length");
            }
            return new BigInteger(1, value);
        }

        long uint64() throws RlpException {
            BigInteger value = number();
            if (value.bitLength() > 63) {
                throw new RlpException("rlp: input string too long for uint64");
            }
            return value.longValue();
        }

        List<Item> list() throws RlpException {
            if (!list) {
                throw new RlpException("rlp: expected input list");
            }
            return items;
        }
    }

    /** Bytes that are no canonical RLP; the message is geth's. */
    static final class RlpException extends Exception {
        private static final long serialVersionUID = 1;

        RlpException(String message) {
            super(message);
        }
    }

    static byte[] string(byte[] value) {
        if (value.length == 1 && value[0] >= 0) {
            return value;
        }
        return prefixed(0x80, value);
    }

    static byte[] number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        return string(Arrays.copyOfRange(bytes, start, bytes.length));
    }

    static byte[] number(long value) {
        return number(BigInteger.valueOf(value));
    }

    /** Encodes a list of items that are encoded already. */
    static byte[] list(List<byte[]> encoded) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream(640);
        encoded.forEach(payload::writeBytes);
        return prefixed(0xc0, payload.toByteArray());
    }

    private static byte[] prefixed(int base, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 9);
        if (payload.length < 56) {
            out.write(base + payload.length);
        } else {
            byte[] length = BigInteger.valueOf(payload.length).toByteArray();
            int start = length[0] == 0 ? 1 : 0;
            out.write(base + 55 + length.length - start);
            out.write(length, start, length.length - start);
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** Decodes exactly one item. */
    static Item decode(byte[] input) throws RlpException {
        Reader reader = new Reader(input, 0, input.length);
        Item item = reader.next(0);
        if (reader.position < input.length) {
            throw new RlpException("rlp: input contains more than one value");
        }
        return item;
    }

    private static final class Reader {
        private static final int MAX_DEPTH = 16;

        private final byte[] input;
        private final int end;
        private int position;

        Reader(byte[] input, int position, int end) {
            this.input = input;
            this.position = position;
            this.end = end;
        }

        Item next(int depth) throws RlpException {
            if (position >= end || depth > MAX_DEPTH) {
                throw new RlpException("rlp: value size exceeds available input length");
            }
            int first = input[position++] & 0xff;
            if (first < 0x80) {
                return new Item(new byte[] {(byte) first}, List.of(), false);
            }
            boolean list = first >= 0xc0;
            int short0 = list ? 0xc0 : 0x80;
            int length = first - short0 <= 55 ? first - short0 : longLength(first - short0 - 55);
            if (length > end - position) {
                throw new RlpException("rlp: value size exceeds available input length");
            }
            int from = position;
            position += length;
            if (!list) {
                byte[] bytes = Arrays.copyOfRange(input, from, position);
                if (length == 1 && bytes[0] >= 0) {
                    throw new RlpException("rlp: non-canonical size information");
                }
                return new Item(bytes, List.of(), false);
            }
            Reader inner = new Reader(input, from, position);
            List<Item> items = new ArrayList<>();
            while (inner.position < inner.end) {
                items.add(inner.next(depth + 1));
            }
            return new Item(new byte[0], items, true);
        }

        private int longLength(int size) throws RlpException {
            if (size > end - position) {
                throw new RlpException("rlp: value size exceeds available input length");
            }
            BigInteger length = new BigInteger(1, Arrays.copyOfRange(input, position, position + size));
            if (input[position] == 0 || length.bitLength() < 6) {
                throw new RlpException("rlp: non-canonical size information");
            }
            position += size;
            if (length.bitLength() > 31) {
                throw new RlpException("rlp: value size exceeds available input length");
            }
            return length.intValueExact();
        }
    }
}
