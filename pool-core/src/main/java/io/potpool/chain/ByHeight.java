package io.potpool.chain;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Values that each hold from a height on, until the next one. Immutable; always has one at height 0. */
final class ByHeight<T> {

    private final NavigableMap<Long, T> entries;

    private ByHeight(NavigableMap<Long, T> entries) {
        this.entries = entries;
    }

    static <T> ByHeight<T> always(T value) {
        NavigableMap<Long, T> entries = new TreeMap<>();
        entries.put(0L, value);
        return new ByHeight<>(entries);
    }

    /**
     * Returns the values of these heights, the first of which is 0.
     *
     * @throws IllegalArgumentException if the first height is not 0
     */
    static <T> ByHeight<T> of(List<Map.Entry<Long, T>> values) {
        if (values.isEmpty() || values.get(0).getKey() != 0) {
            throw new IllegalArgumentException("values by height begin at height 0");
        }
        ByHeight<T> all = always(values.get(0).getValue());
        for (Map.Entry<Long, T> entry : values) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    /** Returns a copy in which {@code value} holds from {@code height} on, up to the next entry above. */
    ByHeight<T> with(long height, T value) {
        if (height < 0) {
            throw new IllegalArgumentException("a height is not negative: " + height);
        }
        NavigableMap<Long, T> copy = new TreeMap<>(entries);
        copy.put(height, value);
        return new ByHeight<>(copy);
    }

    T at(long height) {
        Map.Entry<Long, T> entry = entries.floorEntry(height);
        if (entry == null) {
            throw new IllegalArgumentException("a height is not negative: " + height);
        }
        return entry.getValue();
    }

    /** Returns the entries by height, without those that say what the one before says. */
    NavigableMap<Long, T> changes() {
        NavigableMap<Long, T> changes = new TreeMap<>();
        entries.forEach((height, value) -> {
            if (changes.isEmpty() || !changes.lastEntry().getValue().equals(value)) {
                changes.put(height, value);
            }
        });
        return changes;
    }

    /** The entries at or below {@code height}, the latest first. */
    Iterable<T> downFrom(long height) {
        return entries.headMap(height, true).descendingMap().values();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
