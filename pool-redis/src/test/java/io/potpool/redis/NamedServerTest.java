package io.potpool.redis;

/** The contracts on the server that the environment names. */
class NamedServerTest extends ServerContracts {

    @Override
    RedisConnection connection() {
        return NamedServer.connection();
    }
}
