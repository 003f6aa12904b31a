package io.potpool.stratum;

import io.potpool.domain.Difficulty;
import io.potpool.domain.FloatDifficulty;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The difficulty that a miner may ask for in his password: {@code d=}, {@code diff=} or {@code sd=} with a number, or a
 * bare number among words. A number below a million is in units of 2^32 hashes, any other, or one with a suffix from
 * K to T, in hashes. Anything else, and what is out of bounds, is ignored: a password is no reason to refuse a login.
 */
final class PasswordDifficulty {

    private static final Pattern SEPARATORS = Pattern.compile("[;,&\\s]+");
    private static final Pattern KEYED = Pattern.compile("(?:d|diff|sd)=(.*)");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,24}(?:\\.\\d{0,24})?|\\.\\d{1,24})([kmgt]?)");
    private static final Map<String, Integer> SUFFIXES = Map.of("k", 3, "m", 6, "g", 9, "t", 12);
    private static final BigDecimal HASHES_FROM = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal ROUNDED_FROM = new BigDecimal("0.01");

    private final BigDecimal min;
    private final BigDecimal max;

    /**
     * Takes the bounds in units of 2^32 hashes.
     *
     * @throws IllegalArgumentException if the lower one is not above 0, or above the upper
     */
    PasswordDifficulty(BigDecimal min, BigDecimal max) {
        if (min.signum() <= 0 || min.compareTo(max) > 0) {
            throw new IllegalArgumentException("the lower bound is above 0 and not above the upper");
        }
        this.min = min;
        this.max = max;
    }

    Difficulty lowest() {
        return FloatDifficulty.parse(min);
    }

    Difficulty highest() {
        return FloatDifficulty.parse(max);
    }

    Optional<Difficulty> parse(String password) {
        List<String> words =
                SEPARATORS.splitAsStream(password.toLowerCase(Locale.ROOT)).toList();
        for (String word : words) {
            Matcher keyed = KEYED.matcher(word);
            if (keyed.matches()) {
                return number(keyed.group(1), false);
            }
        }
        for (String word : words) {
            if (NUMBER.matcher(word).matches()) {
                return number(word, true);
            }
        }
        return Optional.empty();
    }

    private Optional<Difficulty> number(String text, boolean bare) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(number.group(1));
        Integer exponent = SUFFIXES.get(number.group(2));
        if (exponent != null || value.compareTo(HASHES_FROM) >= 0) {
            return ofHashes(exponent == null ? value : value.scaleByPowerOfTen(exponent));
        }
        if (!allowed(value)) {
            return Optional.empty();
        }
        boolean rounded = bare && value.compareTo(ROUNDED_FROM) >= 0;
        return Optional.of(FloatDifficulty.parse(rounded ? value.setScale(2, RoundingMode.FLOOR) : value));
    }

    private Optional<Difficulty> ofHashes(BigDecimal hashes) {
        BigInteger d = hashes.setScale(0, RoundingMode.CEILING).toBigInteger();
        if (d.signum() <= 0 || d.bitLength() > 256) {
            return Optional.empty();
        }
        Difficulty difficulty = new Difficulty(d);
        return allowed(FloatDifficulty.of(difficulty)) ? Optional.of(difficulty) : Optional.empty();
    }

    private boolean allowed(BigDecimal units) {
        return units.compareTo(min) >= 0 && units.compareTo(max) <= 0;
    }
}
