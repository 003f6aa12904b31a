package io.potpool.spool;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log when shares begin to be spooled and when the spool is empty again. The first time and its end are told at once;
 * a store that comes and goes is told of once a minute, with how often it went and how it is now; the end of what was told is told.
 * Thread-safe.
 */
final class SpoolLog {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolLog.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Path directory;
    private final LongSupplier nanos;
    private boolean filled;
    private boolean told;
    private long toldNanos;
    private long more;
    private long replayed;

    /** @param nanos a clock that is never set, in nanoseconds */
    SpoolLog(Path directory, LongSupplier nanos) {
        this.directory = directory;
        this.nanos = nanos;
    }

    /** A batch lies in the spool, which was empty before. */
    synchronized void filled() {
        filled = true;
        if (told && isQuiet()) {
            more++;
            return;
        }
        told = true;
        toldNanos = nanos.getAsLong();
        LOG.warn("the store is away or slow: accepted shares are spooled in {}", directory);
    }

    /** Shares of the spool are in the store. */
    synchronized void replayed(long shares) {
        replayed += shares;
    }

    /** The spool is empty again. */
    synchronized void emptied() {
        boolean wasFilled = filled;
        filled = false;
        if (more == 0 && (wasFilled || replayed > 0)) {
            LOG.info("the spool is empty again: {} shares replayed", replayed);
            replayed = 0;
        }
    }

    /** Tells what was held back, once it is time; to be called now and then. */
    synchronized void look() {
        if (more > 0 && !isQuiet()) {
            tell();
        }
    }

    /** Tells what was held back. */
    synchronized void close() {
        if (more > 0) {
            tell();
        }
    }

    private void tell() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong() - toldNanos);
        if (filled) {
            LOG.warn(
                    "the store was away or slow {} more times in the last {} s and is so now: accepted shares are spooled in"
                            + " {}; {} were replayed in between",
                    more,
                    seconds,
                    directory,
                    replayed);
        } else {
            LOG.warn(
                    "the store was away or slow {} more times in the last {} s; the spool is empty again: {} shares replayed",
                    more,
                    seconds,
                    replayed);
        }
        replayed = 0;
        more = 0;
        toldNanos = nanos.getAsLong();
    }

    private boolean isQuiet() {
        return nanos.getAsLong() - toldNanos < QUIET_NANOS;
    }
}
