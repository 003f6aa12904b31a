package io.potpool.spi;

import java.time.Instant;

/**
 * An office held for a time.
 *
 * @param office what is held, such as {@code payouts}
 * @param token at least 1; every change of the holder raises it, so that what a former holder writes can be told from it
 * @param until when it ends unless it is renewed, by the store's clock
 */
public record Leadership(String office, long token, Instant until) {}
