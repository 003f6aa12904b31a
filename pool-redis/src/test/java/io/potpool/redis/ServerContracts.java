package io.potpool.redis;

import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.InstancesContract;
import io.potpool.testkit.contract.LeadershipContract;
import io.potpool.testkit.contract.LedgerContract;
import io.potpool.testkit.contract.LostWritesContract;
import io.potpool.testkit.contract.PoolImportContract;
import io.potpool.testkit.contract.PoolLogContract;
import io.potpool.testkit.contract.PoolPolicyContract;
import io.potpool.testkit.contract.PoolStoreContract;
import io.potpool.testkit.contract.ReturningSpoolContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** All contracts of a store, for every kind of server. */
abstract class ServerContracts {

    /** Returns where the server is; called before each time a store is opened. */
    abstract RedisConnection connection();

    /** Opens the store that a directory stands for: the same at every call. */
    private PoolStore openStore(Path dir) {
        return Stores.open(connection(), dir);
    }

    @Nested
    class Shares extends PoolStoreContract {
        @Override
        protected PoolStore open(Path dir) {
            return openStore(dir);
        }
    }

    @Nested
    class Logs extends PoolLogContract {
        @Override
        protected PoolStore open(Path dir) {
            return openStore(dir);
        }
    }

    @Nested
    class Policies extends PoolPolicyContract {
        @Override
        protected PoolStore open(Path dir) {
            return openStore(dir);
        }
    }

    @Nested
    class Imports extends PoolImportContract {
        @Override
        protected PoolStore open(Path dir) {
            return openStore(dir);
        }
    }

    @Nested
    class Instances extends InstancesContract {
        @Override
        protected PoolStore open(Path dir) {
            return openStore(dir);
        }
    }

    @Nested
    class Offices extends LeadershipContract {
        @Override
        protected PoolStore open(Path dir) {
            return openStore(dir);
        }
    }

    @Nested
    class Ledgers extends LedgerContract {
        @Override
        protected PoolStore open(Path dir) {
            return openStore(dir);
        }
    }

    @Nested
    class Returns extends ReturningSpoolContract {
        @Override
        protected PoolStore open(Path dir, InstantSource clock) {
            return Stores.open(connection(), dir, clock);
        }

        @Override
        protected void tidy(PoolStore store) {
            Stores.tidy(store);
        }

        @Override
        protected void forget(PoolStore store, JournalId id) {
            Stores.forget(store, id);
        }
    }

    @Nested
    class Losses extends LostWritesContract {
        @Override
        protected PoolStore open(Path dir) {
            return openStore(dir);
        }

        @Override
        protected Runnable copyOf(PoolStore store) {
            return Stores.copyOf(store);
        }
    }
}
