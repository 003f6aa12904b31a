package io.potpool.node;

import org.jspecify.annotations.Nullable;

/** Foreign text made fit for a log line. */
final class Printable {

    private static final int MAX_LENGTH = 160;

    private Printable() {}

    /** Returns {@code text} on one line, without control characters, of at most 160 characters. */
    static String of(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && out.length() < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c < 127 || Character.isLetterOrDigit(c);
            out.append(plain ? c : '.');
        }
        return out.toString();
    }
}
