package io.potpool.spi;

import io.potpool.domain.Address;
import java.net.InetAddress;

/** Decides who may connect and log in. Thread-safe; called on event loops and never blocks. */
public interface AccessPolicy {

    /** Admits everybody. */
    AccessPolicy OPEN = new AccessPolicy() {};

    /** Returns whether a connection from this address is served. */
    default boolean mayConnect(InetAddress address) {
        return true;
    }

    /** Returns whether this login is served; a refusal is permanent in a miner's eyes. */
    default boolean mayLogin(InetAddress address, Address login) {
        return true;
    }
}
