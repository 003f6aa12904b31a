package io.potpool.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counters and gauges by name.
 *
 * <p>A name has the form {@code area.thing} or {@code area.thing{label}}, for example {@code shares.outcome{accepted}};
 * units are in the name ({@code ...Bytes}, {@code ...Millis}). Labels come from closed sets, never from miners. Thread-safe
 * and cheap enough for every share.
 */
public final class Metrics {

    private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();

    /** Adds one to the counter {@code name}. */
    public void count(String name) {
        counter(name).increment();
    }

    /** Returns the counter {@code name}, to be kept by who counts often. */
    public LongAdder counter(String name) {
        return counters.computeIfAbsent(name, unused -> new LongAdder());
    }

    /** Registers a gauge, read whenever a snapshot is taken; it replaces an earlier one of the same name. */
    public void gauge(String name, LongSupplier value) {
        gauges.put(name, value);
    }

    /** Returns all values now, sorted by name. */
    public Map<String, Long> snapshot() {
        Map<String, Long> all = new TreeMap<>();
        counters.forEach((name, value) -> all.put(name, value.sum()));
        gauges.forEach((name, value) -> all.put(name, value.getAsLong()));
        return all;
    }
}
