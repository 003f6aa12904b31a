package io.potpool.spi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** A way for miners to reach the pool, such as a stratum server. */
public interface MinerTransport extends AutoCloseable {

    /**
     * Opens its sockets and serves miners from now on.
     *
     * @throws IOException if an address cannot be bound; the message names it
     */
    void start(MinerGateway pool) throws IOException;

    /** Returns how many miners are connected, for display. */
    default int sessions() {
        return 0;
    }

    /** Returns the addresses it listens on, with the real ports. */
    List<InetSocketAddress> listening();

    /** Stops accepting, answers what it still can, and closes all sessions. Idempotent; blocks for some seconds at most. */
    @Override
    void close();
}
