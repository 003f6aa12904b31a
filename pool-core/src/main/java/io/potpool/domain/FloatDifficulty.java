package io.potpool.domain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The difficulty D of EthereumStratum/1.0.0 and of passwords, in units of 2^32 hashes: D = d / 2^32.
 *
 * <p>The specification's unit is 2^48 / 65535 hashes, a 65536th more: a miner who follows it works on a slightly
 * smaller target, so none of his shares is too weak.
 */
public final class FloatDifficulty {

    private static final BigDecimal UNIT = new BigDecimal(BigInteger.ONE.shiftLeft(32));
    private static final int MAX_INTEGER_DIGITS = 68;
    private static final int MIN_INTEGER_DIGITS = -10;

    private FloatDifficulty() {}

    /** Returns D exactly, without trailing zeros; {@link BigDecimal#toPlainString()} gives its wire form. */
    public static BigDecimal of(Difficulty difficulty) {
        BigDecimal exact = new BigDecimal(difficulty.value()).divide(UNIT).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    /**
     * Returns the difficulty of D in hashes, rounded up, at least 1.
     *
     * @throws IllegalArgumentException if D is not above 0, or beyond 2^256 - 1 hashes
     */
    public static Difficulty parse(BigDecimal d) {
        if (d.signum() <= 0) {
            throw new IllegalArgumentException("a difficulty is above 0");
        }
        long integerDigits = (long) d.precision() - d.scale();
        if (integerDigits > MAX_INTEGER_DIGITS) {
            throw new IllegalArgumentException("a difficulty is at most 2^256 - 1 hashes");
        }
        if (integerDigits < MIN_INTEGER_DIGITS) {
            return Difficulty.ONE;
        }
        return new Difficulty(d.multiply(UNIT).setScale(0, RoundingMode.CEILING).toBigIntegerExact());
    }
}
