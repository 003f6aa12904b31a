package io.potpool.sqlite;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.LeadershipContract;
import java.nio.file.Path;

class SqliteLeadershipTest extends LeadershipContract {

    @Override
    protected PoolStore open(Path dir) {
        return Stores.open(dir);
    }
}
