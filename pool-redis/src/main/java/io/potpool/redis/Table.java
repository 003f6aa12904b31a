package io.potpool.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that rows refer to by number, each once. Not thread-safe. */
final class Table<T> {

    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    int number(T value) {
        Integer known = numbers.putIfAbsent(value, values.size());
        if (known != null) {
            return known;
        }
        values.add(value);
        return values.size() - 1;
    }

    List<T> values() {
        return values;
    }

    /** @throws IllegalArgumentException if there is no such value */
    static <T> T get(List<T> values, long number) {
        if (number < 0 || number >= values.size()) {
            throw new IllegalArgumentException("refers to what is not there");
        }
        return values.get((int) number);
    }
}
