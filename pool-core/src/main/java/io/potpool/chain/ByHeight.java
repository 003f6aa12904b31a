package io.potpool.chain;

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

    /** The entries at or below {@code height}, the latest first. */
    Iterable<T> downFrom(long height) {
        return entries.headMap(height, true).descendingMap().values();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
