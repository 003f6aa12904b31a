package io.potpool.redis;

/** The contracts on Valkey. */
class ValkeyServerTest extends ServerContracts {

    @Override
    RedisConnection connection() {
        return Stores.to(Stores.shared(Binaries.valkey()));
    }
}
