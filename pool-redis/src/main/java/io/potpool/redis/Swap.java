package io.potpool.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of fields of hashes that are made together if all are still what they were: see {@code swap.lua}. */
final class Swap {

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<Object> keys = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    /** @param hour the hour whose batches are taken out; its place among the hours goes with its last batch */
    Swap(Keys names, long hour) {
        keys.add(names.auditing());
        keys.add(names.meta());
        keys.add(names.hours());
        keys.add(names.batches(hour));
        arguments.add(hour);
    }

    /** Adds a field: what it is expected to be and what it becomes, null for none. */
    void field(String hash, Object field, byte @Nullable [] before, byte @Nullable [] after) {
        int number = numbers.computeIfAbsent(hash, key -> {
            keys.add(key);
            return keys.size();
        });
        arguments.add(number);
        arguments.add(field);
        arguments.add(marked(before));
        arguments.add(marked(after));
    }

    /** Returns a value as scripts compare it: behind a mark that tells it from none. */
    static byte[] marked(byte @Nullable [] value) {
        if (value == null) {
            return new byte[] {'-'};
        }
        byte[] marked = new byte[value.length + 1];
        marked[0] = '=';
        System.arraycopy(value, 0, marked, 1, value.length);
        return marked;
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    Call call() {
        return Call.of(Script.SWAP, keys, arguments);
    }
}
