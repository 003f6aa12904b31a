package io.potpool.sqlite;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.LeadershipContract;
import java.nio.file.Path;
import java.time.InstantSource;

class SqliteLeadershipTest extends LeadershipContract {

    @Override
    protected PoolStore open(Path dir) {
        return SqliteStore.open(Stores.settings(dir).withClock(InstantSource.system()));
    }
}
