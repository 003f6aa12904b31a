package io.potpool.redis;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.InstancesContract;
import io.potpool.testkit.contract.LeadershipContract;
import io.potpool.testkit.contract.LedgerContract;
import io.potpool.testkit.contract.PoolLogContract;
import io.potpool.testkit.contract.PoolPolicyContract;
import io.potpool.testkit.contract.PoolStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contracts on a master with a replica under Sentinels, which fails over in the middle of them. */
class SentinelTest {

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

    private static PoolStore openHere(Path dir) {
        if (++opened == BEFORE_FAILOVER) {
            servers.failOver();
        }
        return Stores.open(servers.connection(), dir);
    }

    @Nested
    class Shares extends PoolStoreContract {
        @Override
        protected PoolStore open(Path dir) {
            return openHere(dir);
        }
    }

    @Nested
    class Logs extends PoolLogContract {
        @Override
        protected PoolStore open(Path dir) {
            return openHere(dir);
        }
    }

    @Nested
    class Policies extends PoolPolicyContract {
        @Override
        protected PoolStore open(Path dir) {
            return openHere(dir);
        }
    }

    @Nested
    class Instances extends InstancesContract {
        @Override
        protected PoolStore open(Path dir) {
            return openHere(dir);
        }
    }

    @Nested
    class Offices extends LeadershipContract {
        @Override
        protected PoolStore open(Path dir) {
            return openHere(dir);
        }
    }

    @Nested
    class Ledgers extends LedgerContract {
        @Override
        protected PoolStore open(Path dir) {
            return openHere(dir);
        }
    }
}
