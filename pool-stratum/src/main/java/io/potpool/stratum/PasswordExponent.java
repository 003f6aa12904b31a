package io.potpool.stratum;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exponent of Pay on Target that a miner may ask for in his password: {@code a=} with a number from 0 to 0.99 of at
 * most two decimals, within the operator's bounds. Anything else, such as {@code a=etchash}, is ignored.
 */
final class PasswordExponent {

    private static final Pattern WISH = Pattern.compile("(?:^|[;,&\\s])a=(0?\\.\\d{1,2}|0)(?=$|[;,&\\s])");

    private final BigDecimal min;
    private final BigDecimal max;

    PasswordExponent(BigDecimal min, BigDecimal max) {
        this.min = min;
        this.max = max;
    }

    Optional<BigDecimal> parse(String password) {
        Matcher wish = WISH.matcher(password.toLowerCase(Locale.ROOT));
        return wish.find()
                ? Optional.of(new BigDecimal(wish.group(1))).filter(a -> a.compareTo(min) >= 0 && a.compareTo(max) <= 0)
                : Optional.empty();
    }
}
