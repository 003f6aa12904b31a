package io.potpool.sqlite;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.PoolLogContract;
import java.nio.file.Path;

class SqliteLogTest extends PoolLogContract {

    @Override
    protected PoolStore open(Path dir) {
        return Stores.open(dir);
    }
}
