package io.potpool.ethash;

/** The 32-bit words of Ethash, held in pairs as little-endian 64-bit lanes: word 2i is the low half of lane i. */
final class Words {

    /** The multiplier of Ethash's FNV: fnv(x, y) = x * PRIME xor y. */
    static final int PRIME = 0x01000193;

    /** The low word of a lane. */
    static final long LOW = 0xffffffffL;

    private static final long HIGH = ~LOW;

    private Words() {}

    static int fnv(int x, int y) {
        return x * PRIME ^ y;
    }

    /** Returns the FNV of both words of two lanes. */
    static long fnvBoth(long x, long y) {
        return (x * PRIME & LOW | (x & HIGH) * PRIME) ^ y;
    }

    /** Returns how far to shift a lane right for the word of an even or odd index to come lowest. */
    static int shift(int word) {
        return (word & 1) << 5;
    }
}
