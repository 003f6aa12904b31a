package io.potpool.sqlite;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.PoolPolicyContract;
import java.nio.file.Path;

class SqlitePolicyTest extends PoolPolicyContract {

    @Override
    protected PoolStore open(Path dir) {
        return Stores.open(dir);
    }
}
