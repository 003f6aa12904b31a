package io.potpool.rewards;

import java.math.BigInteger;

/** Makes the tables of {@link BinaryPowers}: slow series and square roots with 64 bits to spare. */
final class SeriesTables {

    private static final int SPARE = 64;

    private final int bits;
    private final int wide;
    private final BigInteger ln2;

    SeriesTables(int bits) {
        this.bits = bits;
        wide = bits + SPARE;
        ln2 = minusLn(BigInteger.ONE, 1);
    }

    /** -log2(n / 2^scale) for 0 < n <= 2^scale. */
    BigInteger minusLog2(BigInteger n, int scale) {
        return minusLn(n, scale).shiftLeft(wide).divide(ln2).shiftRight(SPARE);
    }

    /** 2^(i / 2^depth) for i from 0 to 255. */
    BigInteger[] powersOfRoot(int depth) {
        BigInteger root = BigInteger.TWO.shiftLeft(wide);
        for (int i = 0; i < depth; i++) {
            root = root.shiftLeft(wide).sqrt();
        }
        BigInteger[] table = new BigInteger[256];
        BigInteger power = BigInteger.ONE.shiftLeft(wide);
        for (int i = 0; i < table.length; i++) {
            table[i] = power.shiftRight(SPARE);
            power = power.multiply(root).shiftRight(wide);
        }
        return table;
    }

    /** log2(e) / 1, -log2(e) / 2, log2(e) / 3, ...: the series of log2(1 + t) / t. */
    BigInteger[] logSeries(int step, int guard) {
        BigInteger log2e = BigInteger.ONE.shiftLeft(2 * wide).divide(ln2);
        BigInteger[] series = new BigInteger[terms(step)];
        for (int k = 0; k < series.length; k++) {
            BigInteger coefficient = log2e.divide(BigInteger.valueOf(k + 1));
            series[k] = narrowed(k % 2 == 0 ? coefficient : coefficient.negate(), k * step, guard);
        }
        return series;
    }

    /** ln(2) / 1!, ln(2)^2 / 2!, ...: the series of (2^t - 1) / t. */
    BigInteger[] expSeries(int step, int guard) {
        BigInteger[] series = new BigInteger[terms(step)];
        BigInteger coefficient = BigInteger.ONE.shiftLeft(wide);
        for (int k = 0; k < series.length; k++) {
            coefficient = coefficient.multiply(ln2).shiftRight(wide).divide(BigInteger.valueOf(k + 1));
            series[k] = narrowed(coefficient, k * step, guard);
        }
        return series;
    }

    private int terms(int step) {
        return (bits - 1) / step + 1;
    }

    private BigInteger narrowed(BigInteger coefficient, int drop, int guard) {
        return coefficient.shiftRight(SPARE - guard + drop);
    }

    /** -ln(n / 2^scale) = 2 artanh((2^scale - n) / (2^scale + n)). */
    private BigInteger minusLn(BigInteger n, int scale) {
        BigInteger whole = BigInteger.ONE.shiftLeft(scale);
        BigInteger z = whole.subtract(n).shiftLeft(wide).divide(whole.add(n));
        BigInteger square = z.multiply(z).shiftRight(wide);
        BigInteger sum = BigInteger.ZERO;
        for (int k = 1; z.signum() != 0; k += 2) {
            sum = sum.add(z.divide(BigInteger.valueOf(k)));
            z = z.multiply(square).shiftRight(wide);
        }
        return sum.shiftLeft(1);
    }
}
