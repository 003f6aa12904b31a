package io.potpool.launcher.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time in Go's notation, such as {@code 500ms}, {@code 1m30s} or {@code 3h}, and days as {@code d}. */
final class Durations {

    private static final Pattern WHOLE =
            Pattern.compile("(?:[0-9]{1,12}(?:\\.[0-9]{1,12})?(?:ns|us|µs|μs|ms|s|m|h|d)){1,8}");
    private static final Pattern PART = Pattern.compile("([0-9.]+)([a-zµμ]+)");
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    private Durations() {}

    /** @throws IllegalArgumentException if the text has another form or the span exceeds 292 years */
    static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a duration such as \"500ms\", \"1m30s\", \"3h\" or \"7d\"");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long unit = NANOS.getOrDefault(part.group(2), 0L);
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
        }
        if (nanos.compareTo(MAX_NANOS) > 0) {
            throw new IllegalArgumentException("a duration of more than 292 years");
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.DOWN).longValueExact());
    }

    /** Returns a form that {@link #parse} reads, in the largest units that fit. */
    static String format(Duration span) {
        StringBuilder out = new StringBuilder();
        append(out, span.toDaysPart(), "d");
        append(out, span.toHoursPart(), "h");
        append(out, span.toMinutesPart(), "m");
        append(out, span.toSecondsPart(), "s");
        append(out, span.toMillisPart(), "ms");
        return out.isEmpty() ? "0s" : out.toString();
    }

    private static void append(StringBuilder out, long value, String unit) {
        if (value != 0) {
            out.append(value).append(unit);
        }
    }
}
