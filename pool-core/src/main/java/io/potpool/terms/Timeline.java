package io.potpool.terms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Values by the height from which each holds. Immutable.
 *
 * @param steps ascending by height; the last step of a height is the one that counts
 */
record Timeline<T>(List<Step<T>> steps) {

    record Step<T>(long fromHeight, T value) {}

    static <T> Timeline<T> empty() {
        return new Timeline<>(List.of());
    }

    Timeline<T> with(long fromHeight, T value) {
        List<Step<T>> next = new ArrayList<>(steps);
        next.removeIf(step -> step.fromHeight() >= fromHeight);
        next.add(new Step<>(fromHeight, value));
        return new Timeline<>(List.copyOf(next));
    }

    Optional<T> at(long height) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).fromHeight() <= height) {
                return Optional.of(steps.get(i).value());
            }
        }
        return Optional.empty();
    }

    /** Returns the value at {@code height}, or the earliest known one for a height before all steps. */
    Optional<T> atOrEarliest(long height) {
        Optional<T> found = at(height);
        return found.isPresent() || steps.isEmpty()
                ? found
                : Optional.of(steps.get(0).value());
    }

    Optional<Step<T>> last() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }

    /** Drops the steps that decide no height from {@code lowestHeight} on. */
    Timeline<T> from(long lowestHeight) {
        int first = 0;
        while (first + 1 < steps.size() && steps.get(first + 1).fromHeight() <= lowestHeight) {
            first++;
        }
        return first == 0 ? this : new Timeline<>(List.copyOf(steps.subList(first, steps.size())));
    }
}
