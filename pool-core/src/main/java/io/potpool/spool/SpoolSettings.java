package io.potpool.spool;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the spool lies and how much it takes.
 *
 * @param directory its own directory, created if it is not there; one process at a time
 * @param maxBytes how large its files may get, at least {@link #LEAST_BYTES}; past it miners hear "work not ready"
 * @param maxAge how old its oldest batch may get, above 0; past it miners hear "work not ready"
 * @param segmentBytes how large one file gets before the next is begun, from 1 KiB to {@code maxBytes}
 */
public record SpoolSettings(Path directory, long maxBytes, Duration maxAge, int segmentBytes) {

    /** The smallest {@code maxBytes}: 64 KiB. */
    public static final long LEAST_BYTES = 1 << 16;

    private static final long MAX_BYTES = 1L << 30;
    /** The default of {@code maxAge}: 15 minutes. */
    public static final Duration MAX_AGE = Duration.ofMinutes(15);

    private static final int SEGMENT_BYTES = 1 << 24;
    private static final int SEGMENTS_AT_LEAST = 8;
    private static final int LEAST_SEGMENT = 1 << 10;

    /** @throws IllegalArgumentException if a value is outside its range */
    public SpoolSettings {
        if (maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("spool.maxBytes is at least " + LEAST_BYTES);
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("spool.maxAge is above 0");
        }
        if (segmentBytes < LEAST_SEGMENT || segmentBytes > maxBytes) {
            throw new IllegalArgumentException("a segment of the spool has 1 KiB to spool.maxBytes");
        }
    }

    /** Sets the bounds; files of 16 MiB, smaller where that is more than an eighth of {@code maxBytes}. */
    public SpoolSettings(Path directory, long maxBytes, Duration maxAge) {
        this(directory, maxBytes, maxAge, (int)
                Math.min(SEGMENT_BYTES, Math.max(1 << 13, maxBytes / SEGMENTS_AT_LEAST)));
    }

    /** Returns the default bounds: 1 GiB and 15 minutes. */
    public static SpoolSettings of(Path directory) {
        return new SpoolSettings(directory, MAX_BYTES, MAX_AGE);
    }
}
