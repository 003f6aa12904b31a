package io.potpool.ethash;

/**
 * Remainder of an unsigned 32-bit number by a fixed divisor, by multiplication: with s = 31 + floor(log2 n) the
 * quotient x * floor(2^s / n) / 2^s is at most one too small for every x below 2^32, and nothing overflows. Immutable.
 */
public final class Modulus {

    private final long divisor;
    private final long factor;
    private final int shift;

    /**
     * Takes a divisor.
     *
     * @throws IllegalArgumentException unless it is from 2 to 2^32 - 1
     */
    public Modulus(long divisor) {
        if (divisor < 2 || divisor >= 1L << 32) {
            throw new IllegalArgumentException("divisor " + divisor + " is out of range");
        }
        this.divisor = divisor;
        this.shift = 94 - Long.numberOfLeadingZeros(divisor);
        this.factor = (1L << shift) / divisor;
    }

    /** Returns {@code x}, read as unsigned, modulo the divisor. */
    public long of(int x) {
        long dividend = x & 0xffffffffL;
        long rest = dividend - (dividend * factor >>> shift) * divisor - divisor;
        return rest + (divisor & rest >> 63);
    }

    /** Returns the divisor. */
    public long divisor() {
        return divisor;
    }

    /** Returns what a dividend is multiplied by, below 2^32. */
    public long factor() {
        return factor;
    }

    /** Returns by how many bits the product is shifted right to give the quotient or one less. */
    public int shift() {
        return shift;
    }
}
