package io.potpool.launcher.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads how miners are served. */
final class StratumReader {

    private static final HostPort LISTEN = new HostPort("0.0.0.0", 3_333);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final BigDecimal LOWEST = new BigDecimal("0.4");
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(1_000);
    private static final int SESSIONS = 8_192;
    private static final int MAX_SESSIONS = 1_000_000;

    private final Section stratum;

    StratumReader(Section stratum) {
        this.stratum = stratum;
    }

    StratumConfig read() {
        if (stratum.has("protocol")) {
            stratum.text("protocol");
        }
        List<Integer> space = space();
        BigDecimal least = difficulty("minDiffFloat", LOWEST);
        BigDecimal most = difficulty("maxDiffFloat", HIGHEST.max(least));
        if (least.compareTo(most) > 0) {
            stratum.error("maxDiffFloat", "is below minDiffFloat");
        }
        return new StratumConfig(
                stratum.text("listen", HostPort::parse).orElse(LISTEN),
                space.get(0),
                space.get(1),
                extranonceBytes(),
                least,
                most,
                stratum.duration("timeout", TIMEOUT, Duration.ofSeconds(1)),
                stratum.integer("maxConn", 1, MAX_SESSIONS)
                        .orElse((long) SESSIONS)
                        .intValue());
    }

    /** Source: the family's xnSpace: none, one fixed first byte, or a half-open range of first bytes. */
    private List<Integer> space() {
        List<Integer> bytes = new ArrayList<>();
        for (Value item : stratum.items("xnSpace")) {
            boolean good = item instanceof Value.Num number
                    && number.number().stripTrailingZeros().scale() <= 0
                    && number.number().signum() >= 0
                    && number.number().compareTo(BigDecimal.valueOf(256)) <= 0;
            if (!good) {
                stratum.error("xnSpace", "must hold whole numbers from 0 to 255, the last of a range up to 256");
                return List.of(0, 256);
            }
            bytes.add(((Value.Num) item).number().intValueExact());
        }
        if (bytes.isEmpty()) {
            return List.of(0, 256);
        }
        int from = bytes.get(0);
        int to = bytes.size() == 1 ? from + 1 : bytes.get(1);
        if (bytes.size() > 2 || from > 255 || to <= from) {
            stratum.error("xnSpace", "must be [], [byte] or [first byte, one above the last], such as [0, 128]");
            return List.of(0, 256);
        }
        return List.of(from, to);
    }

    private OptionalInt extranonceBytes() {
        long bytes = stratum.integer("xnSize", 2, 7).orElse(0L);
        if (bytes == 0) {
            return OptionalInt.empty();
        }
        if (bytes > 3) {
            stratum.warning("xnSize", "extranonces have 2 or 3 bytes; 3 is used");
        }
        return OptionalInt.of((int) Math.min(3, bytes));
    }

    private BigDecimal difficulty(String key, BigDecimal otherwise) {
        BigDecimal value = stratum.decimal(key).orElse(otherwise);
        if (value.signum() <= 0) {
            stratum.error(key, "must be above 0");
            return otherwise;
        }
        return value;
    }
}
