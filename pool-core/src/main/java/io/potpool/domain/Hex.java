package io.potpool.domain;

/** Hexadecimal digits of 64-bit words. */
final class Hex {

    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private Hex() {}

    static int prefixLength(String text) {
        return text.startsWith("0x") || text.startsWith("0X") ? 2 : 0;
    }

    /** Parses the 16 digits that begin at {@code start}. */
    static long parseLong(String text, int start) {
        long value = 0;
        for (int i = start; i < start + 16; i++) {
            value = value << 4 | digit(text.charAt(i));
        }
        return value;
    }

    /** Returns the value of an ASCII hexadecimal digit; other scripts' digits are refused. */
    static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        if (c >= 'A' && c <= 'F') {
            return c - 'A' + 10;
        }
        throw new IllegalArgumentException("not a hexadecimal digit");
    }

    static void append(StringBuilder out, long word) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            out.append(DIGITS[(int) (word >>> shift) & 15]);
        }
    }
}
