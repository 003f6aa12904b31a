package io.potpool.spi;

import java.time.Instant;

/**
 * A registered instance as the store knows it.
 *
 * @param latest its last confirmation; of one that has not confirmed yet, what its registration stands for
 * @param at when that came, by the store's clock
 */
public record InstanceView(Instance instance, Confirmation latest, Instant at) {}
