package io.potpool.rewards;

import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * log2 and exp2 in integer fixed point: a number stands for itself times 2^bits.
 *
 * <p>Both functions strip 24 bits of the argument by tables of 256 entries and end with a power series in what is left,
 * each term only as wide as it matters. Integer arithmetic alone: the same bits on every JVM.
 */
final class BinaryPowers {

    /** The largest error of {@link #log2}, in units of the last place. */
    static final int LOG_ERROR = 32;

    /** The largest error of {@link #exp2}, in units of the last place. */
    static final int EXP_ERROR = 32;

    /** What the three tables leave: log2's argument is 1 + t with t below 2^-21, exp2's below 2^-24. */
    private static final int LOG_STEP = 21;

    private static final int EXP_STEP = 24;
    private static final int[] FACTOR_BITS = {12, 24, 31};
    private static final int[] INDEX_BITS = {8, 15, 22};
    private static final int GUARD = 8;

    private static final Map<Integer, BinaryPowers> BY_BITS = new ConcurrentHashMap<>();

    private final int bits;
    private final BigInteger one;
    private final BigInteger[][] factors = new BigInteger[3][256];
    private final BigInteger[][] factorLogs = new BigInteger[3][256];
    private final BigInteger[][] powers = new BigInteger[3][];
    private final BigInteger[] logSeries;
    private final BigInteger[] expSeries;

    private BinaryPowers(int bits) {
        this.bits = bits;
        one = BigInteger.ONE.shiftLeft(bits);
        SeriesTables tables = new SeriesTables(bits);
        for (int level = 0; level < 3; level++) {
            for (int i = 0; i < 256; i++) {
                long start = 1L << INDEX_BITS[level];
                BigInteger scaled = BigInteger.valueOf(start).shiftLeft(FACTOR_BITS[level]);
                BigInteger below = BigInteger.valueOf(start + i);
                factors[level][i] = scaled.add(below).subtract(BigInteger.ONE).divide(below);
                factorLogs[level][i] = tables.minusLog2(factors[level][i], FACTOR_BITS[level]);
            }
            powers[level] = tables.powersOfRoot(8 * (level + 1));
        }
        logSeries = tables.logSeries(LOG_STEP, GUARD);
        expSeries = tables.expSeries(EXP_STEP, GUARD);
    }

    /** The functions with {@code bits} fractional bits; the tables are made once. */
    static BinaryPowers of(int bits) {
        return BY_BITS.computeIfAbsent(bits, BinaryPowers::new);
    }

    int bits() {
        return bits;
    }

    BigInteger one() {
        return one;
    }

    /** log2 of an integer of at least 1, within {@link #LOG_ERROR}. */
    BigInteger log2(BigInteger n) {
        int exponent = n.bitLength() - 1;
        BigInteger rest = n.shiftLeft(bits - exponent);
        BigInteger sum = BigInteger.valueOf(exponent).shiftLeft(bits);
        for (int level = 0; level < 3; level++) {
            int index = rest.shiftRight(bits - INDEX_BITS[level]).intValue() - (1 << INDEX_BITS[level]);
            if (index > 0) {
                rest = rest.multiply(factors[level][index]).shiftRight(FACTOR_BITS[level]);
                sum = sum.add(factorLogs[level][index]);
            }
        }
        return sum.add(series(logSeries, rest.subtract(one), LOG_STEP));
    }

    /** 2^x for 0 <= x < 1, within {@link #EXP_ERROR}: a number from 1 to 2. */
    BigInteger exp2(BigInteger x) {
        int head = x.shiftRight(bits - 24).intValue();
        BigInteger tail = x.subtract(BigInteger.valueOf(head).shiftLeft(bits - 24));
        BigInteger product = powers[0][head >>> 16]
                .multiply(powers[1][head >>> 8 & 255])
                .shiftRight(bits)
                .multiply(powers[2][head & 255])
                .shiftRight(bits);
        BigInteger small = series(expSeries, tail, EXP_STEP);
        return product.add(product.multiply(small).shiftRight(bits));
    }

    /** t (c0 + t (c1 + t (c2 + ...))) for 0 <= t < 2^-step, where coefficient k has k * step bits less. */
    private BigInteger series(BigInteger[] coefficients, BigInteger t, int step) {
        int last = coefficients.length - 1;
        BigInteger sum = coefficients[last];
        for (int k = last - 1; k >= 0; k--) {
            int drop = k * step - GUARD;
            BigInteger shortT = drop > 0 ? t.shiftRight(drop) : t.shiftLeft(-drop);
            sum = coefficients[k].add(shortT.multiply(sum).shiftRight(bits - (k + 1) * step + GUARD));
        }
        return t.multiply(sum).shiftRight(bits + GUARD);
    }
}
