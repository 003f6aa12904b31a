package io.potpool.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contracts on a master with a replica under Sentinels, which fails over in the middle of them. */
class SentinelTest extends ServerContracts {

    private static final int BEFORE_FAILOVER = 12;

    private static SentinelServers servers;
    private static int opened;

    @BeforeAll
    static void start() {
        servers = new SentinelServers(Binaries.any());
        opened = 0;
    }

    @AfterAll
    static void end() {
        if (servers != null) {
            servers.close();
        }
    }

    @Override
    RedisConnection connection() {
        if (++opened == BEFORE_FAILOVER) {
            servers.failOver();
        }
        return servers.connection();
    }
}
