package io.potpool.stratum;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Evaluates the few text expressions of the protocol cases: quoted text, repetition and concatenation. */
final class Generated {

    private static final Pattern TERM = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'(?:\\*(\\d+))?(?:\\+|$)");

    private Generated() {}

    static String text(String expression) {
        Matcher term = TERM.matcher(expression);
        StringBuilder out = new StringBuilder();
        int end = 0;
        while (term.find()) {
            if (term.start() != end) {
                throw new IllegalArgumentException(expression);
            }
            int times = term.group(2) == null ? 1 : Integer.parseInt(term.group(2));
            out.append(term.group(1).replace("\\n", "\n").repeat(times));
            end = term.end();
        }
        if (end != expression.length()) {
            throw new IllegalArgumentException(expression);
        }
        return out.toString();
    }
}
