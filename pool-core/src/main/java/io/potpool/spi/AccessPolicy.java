package io.potpool.spi;

import java.net.InetAddress;
import java.util.Optional;

/** Decides who may connect, log in and send shares. Thread-safe; called on event loops and never blocks. */
public interface AccessPolicy extends AutoCloseable {

    /** Admits everybody and everything. */
    AccessPolicy OPEN = new AccessPolicy() {};

    /**
     * Admits a connection.
     *
     * @param address the miner's, which may be one that a trusted proxy conveyed
     * @param eviction closes the connection when it is no longer served; called at most once, on any thread, and must
     *     not block
     * @return empty if the connection is to be closed at once
     */
    default Optional<Visit> admit(InetAddress address, Runnable eviction) {
        return Optional.of(Visit.FREE);
    }

    /** Releases what it holds. Idempotent. */
    @Override
    default void close() {}
}
