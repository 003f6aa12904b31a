package io.potpool.rewards;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * An exact fraction from 0 to 1 in lowest terms.
 *
 * @param numerator at least 0, at most the denominator
 * @param denominator at least 1
 */
public record Ratio(long numerator, long denominator) {

    /** Nothing. */
    public static final Ratio ZERO = new Ratio(0, 1);

    /** The whole. */
    public static final Ratio ONE = new Ratio(1, 1);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})/([0-9]{1,18})");

    /** @throws IllegalArgumentException if the fraction is outside 0..1 */
    public Ratio {
        if (denominator < 1 || numerator < 0 || numerator > denominator) {
            throw new IllegalArgumentException("a ratio lies between 0 and 1");
        }
        long divisor = BigInteger.valueOf(numerator)
                .gcd(BigInteger.valueOf(denominator))
                .longValueExact();
        numerator /= divisor;
        denominator /= divisor;
    }

    /**
     * Parses what {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} has another form or is outside 0..1
     */
    public static Ratio parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a ratio such as 7/8");
        }
        return new Ratio(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    /** Returns whether this is nothing. */
    public boolean isZero() {
        return numerator == 0;
    }

    /** Returns numerator and denominator in decimal with a slash between, such as {@code 7/8}. */
    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
