package io.potpool.stratum;

import io.potpool.domain.Hash256;
import java.util.Locale;
import java.util.Optional;

/** Hexadecimal text from miners. */
final class HexDigits {

    private static final int HASH_DIGITS = 64;

    private HexDigits() {}

    /** Returns the lower-case digits of {@code text} without {@code 0x}, or an empty string if it is anything else. */
    static String of(String text) {
        int start = text.startsWith("0x") || text.startsWith("0X") ? 2 : 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            if (!digit) {
                return "";
            }
        }
        return text.substring(start).toLowerCase(Locale.ROOT);
    }

    /** Returns the hash that {@code text} writes with all its digits, with or without {@code 0x}, or empty. */
    static Optional<Hash256> hash(String text) {
        String digits = of(text);
        return digits.length() == HASH_DIGITS ? Optional.of(Hash256.parse(digits)) : Optional.empty();
    }
}
