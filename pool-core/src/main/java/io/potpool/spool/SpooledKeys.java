package io.potpool.spool;

import io.potpool.spi.ShareKey;

/** Takes the keys of spooled shares. */
@FunctionalInterface
public interface SpooledKeys {

    /** Takes the key of a share of {@code height}. */
    void take(ShareKey key, long height);
}
