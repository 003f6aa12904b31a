package io.potpool.store;

import io.potpool.metrics.Metrics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Makes every fault of the store a count, and one log line a minute of each kind. Thread-safe. */
public final class Alarm {

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final class Kind {
        long loggedAt;
        long suppressed;
    }

    private final Logger log;
    private final Metrics metrics;
    private final LongSupplier nanos;
    private final Map<String, Kind> kinds = new HashMap<>();

    /** @param nanos a monotonic clock such as {@link System#nanoTime()} */
    public Alarm(Logger log, Metrics metrics, LongSupplier nanos) {
        this.log = log;
        this.metrics = metrics;
        this.nanos = nanos;
    }

    /** Counts {@code store.fault{kind}} and logs the message unless one of this kind was logged just before. */
    public synchronized void raise(String kind, String message, Throwable cause) {
        metrics.count("store.fault{" + kind + "}");
        long now = nanos.getAsLong();
        Kind known = kinds.get(kind);
        if (known != null && now - known.loggedAt < QUIET_NANOS) {
            known.suppressed++;
            return;
        }
        long suppressed = known == null ? 0 : known.suppressed;
        Kind fresh = new Kind();
        fresh.loggedAt = now;
        kinds.put(kind, fresh);
        log.error("{} ({} more of this kind since the last line)", message, suppressed, cause);
    }
}
