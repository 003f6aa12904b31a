package io.potpool.redis;

/** Where a server listens. */
public record RedisAddress(String host, int port) {

    /** @throws IllegalArgumentException if the host is blank or the port outside 1..65535 */
    public RedisAddress {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not an address of a Redis server: " + host + ":" + port);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
