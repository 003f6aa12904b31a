package io.potpool.stratum;

import java.util.Locale;

/** Hexadecimal text from miners. */
final class HexDigits {

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
}
