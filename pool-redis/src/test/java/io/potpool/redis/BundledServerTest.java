package io.potpool.redis;

/** The contracts on the server that the build brings. */
class BundledServerTest extends ServerContracts {

    @Override
    RedisConnection connection() {
        return Stores.to(Stores.shared(Binaries.bundled()));
    }
}
