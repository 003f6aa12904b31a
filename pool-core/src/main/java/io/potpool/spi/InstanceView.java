package io.potpool.spi;

import java.time.Instant;
import java.util.List;

/**
 * A registered instance as the store knows it.
 *
 * @param latest its last confirmation; of one that has not confirmed yet, what its registration stands for
 * @param at when that came, by the store's clock
 */
public record InstanceView(Instance instance, Confirmation latest, Instant at) {

    /** Returns what means this instance alone among those that are registered: its name, or its id where others have that. */
    public String handle(List<InstanceView> registered) {
        long sameName = registered.stream()
                .filter(other -> other.instance().name().equals(instance.name()))
                .count();
        return sameName > 1 ? instance.id().toString() : instance.name();
    }
}
