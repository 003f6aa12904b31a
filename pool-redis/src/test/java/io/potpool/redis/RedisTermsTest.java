package io.potpool.redis;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.adversary.SharedTermsContract;
import java.nio.file.Path;

/** The cunning miner against two instances of a pool whose store is a real server. */
class RedisTermsTest extends SharedTermsContract {

    @Override
    protected PoolStore open(Path dir) {
        return Stores.open(Stores.to(Stores.shared(Binaries.any())), dir);
    }
}
