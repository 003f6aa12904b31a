package io.potpool.launcher.migrate;

import io.potpool.domain.Wei;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount as the family keeps it: Shannon (10^9 wei), a whole number or, where it was added to as a float, with a fraction.
 * Exact.
 */
record Shannon(BigDecimal value) {

    static final Shannon ZERO = new Shannon(BigDecimal.ZERO);

    private static final String FORM = "-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?";
    private static final int WEI_DIGITS = 9;

    /** @throws IllegalArgumentException if the text is no decimal number */
    static Shannon parse(String text) {
        if (!text.matches(FORM)) {
            throw new IllegalArgumentException("is not a number: \"" + printable(text) + "\"");
        }
        return new Shannon(new BigDecimal(text));
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^\\p{Graph} ]", "?");
        return clean.length() > 40 ? clean.substring(0, 40) + "..." : clean;
    }

    Shannon plus(Shannon other) {
        return new Shannon(value.add(other.value));
    }

    Shannon minus(Shannon other) {
        return new Shannon(value.subtract(other.value));
    }

    boolean isZero() {
        return value.signum() == 0;
    }

    boolean isNegative() {
        return value.signum() < 0;
    }

    /** Returns the amount in wei with what is below one wei. */
    BigDecimal exactWei() {
        return value.movePointRight(WEI_DIGITS);
    }

    /** Returns whole wei, a part of one counted as one: nobody loses by it. */
    Wei weiUp() {
        return new Wei(exactWei().setScale(0, RoundingMode.CEILING).toBigIntegerExact());
    }

    @Override
    public String toString() {
        return value.stripTrailingZeros().toPlainString();
    }
}
