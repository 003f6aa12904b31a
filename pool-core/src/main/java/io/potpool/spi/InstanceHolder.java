package io.potpool.spi;

import java.time.Instant;

/**
 * Who holds an office.
 *
 * @param id the instance
 * @param name its name for display; its identity in hexadecimal digits if it is not registered
 * @param until when its time ends unless it renews, by the store's clock
 */
public record InstanceHolder(JournalId id, String name, Instant until) {}
