package io.potpool.rewards;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arithmetic that a share is paid by; equal terms give equal pay. All numbers are exact decimals with at most 30
 * decimals and 60 digits before the point, kept without trailing zeros.
 *
 * @param a potA, the exponent, at least 0; 0 and everything from 1 on mean plain PPS
 * @param cap potCap, a multiple of the network difficulty, at least 0; 0 means plain PPS
 * @param fee the mining fee as a fraction from 0 to 1
 * @param lag what late shares keep
 * @param schemeId the reward scheme, {@code pot} and {@code pps} being bundled: 1 to 32 characters of {@code [a-z0-9-]}
 */
public record RewardTerms(BigDecimal a, BigDecimal cap, BigDecimal fee, LagRule lag, String schemeId) {

    private static final int MAX_DECIMALS = 30;
    private static final int MAX_DIGITS = 60;
    private static final String NUMBER = "([0-9]{1,60}(?:\\.[0-9]{1,30})?)";
    private static final Pattern TEXT = Pattern.compile(
            "([a-z0-9-]{1,32}) a=" + NUMBER + " cap=" + NUMBER + " fee=" + NUMBER + " lag=([a-z0-9]{1,16})");
    private static final Pattern SCHEME = Pattern.compile("[a-z0-9-]{1,32}");

    /** @throws IllegalArgumentException if a number is outside its range or has too many digits */
    public RewardTerms {
        a = normal("a", a);
        cap = normal("cap", cap);
        fee = normal("fee", fee);
        if (fee.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("the fee is a fraction from 0 to 1");
        }
        if (!SCHEME.matcher(schemeId).matches()) {
            throw new IllegalArgumentException("a scheme id has 1 to 32 characters of [a-z0-9-]");
        }
    }

    /** Returns whether these terms mean plain PPS whatever the share: a = 0, a of 1 or more, or no cap. */
    public boolean plainPps() {
        return a.signum() == 0 || a.compareTo(BigDecimal.ONE) >= 0 || cap.signum() == 0;
    }

    /** Returns these terms with another exponent. */
    public RewardTerms withA(BigDecimal other) {
        return new RewardTerms(other, cap, fee, lag, schemeId);
    }

    /**
     * Returns why a pool may not start with these values, one sentence each; empty if it may. Stricter than the
     * constructor: a fee of 1 is refused here.
     */
    public static List<String> configErrors(BigDecimal a, BigDecimal cap, BigDecimal fee) {
        List<String> errors = new ArrayList<>();
        if (a.signum() < 0) {
            errors.add("potA is negative");
        }
        if (cap.signum() < 0) {
            errors.add("potCap is negative");
        }
        if (fee.signum() < 0 || fee.compareTo(BigDecimal.ONE) >= 0) {
            errors.add("the mining fee is not at least 0 % and below 100 %");
        }
        return errors;
    }

    /**
     * Parses what {@link #toText()} writes.
     *
     * @throws IllegalArgumentException if {@code text} has another form
     */
    public static RewardTerms parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not reward terms such as \"pot a=0.8 cap=1.5 fee=0.015 lag=uncle\"");
        }
        return new RewardTerms(
                new BigDecimal(matcher.group(2)),
                new BigDecimal(matcher.group(3)),
                new BigDecimal(matcher.group(4)),
                LagRule.parse(matcher.group(5)),
                matcher.group(1));
    }

    /** Returns the canonical form, such as {@code pot a=0.8 cap=1.5 fee=0.015 lag=uncle}: equal terms, equal text. */
    public String toText() {
        return schemeId + " a=" + a.toPlainString() + " cap=" + cap.toPlainString() + " fee=" + fee.toPlainString()
                + " lag=" + lag.text();
    }

    private static BigDecimal normal(String name, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException(name + " is negative");
        }
        if (value.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long integerDigits = (long) value.precision() - value.scale();
        if (value.precision() > MAX_DECIMALS + MAX_DIGITS
                || integerDigits > MAX_DIGITS
                || integerDigits < -MAX_DECIMALS) {
            throw new IllegalArgumentException(name + " has too many digits");
        }
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() > MAX_DECIMALS) {
            throw new IllegalArgumentException(name + " has too many digits");
        }
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
