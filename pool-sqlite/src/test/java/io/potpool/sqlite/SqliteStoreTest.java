package io.potpool.sqlite;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.PoolStoreContract;
import java.nio.file.Path;

class SqliteStoreTest extends PoolStoreContract {

    @Override
    protected PoolStore open(Path dir) {
        return Stores.open(dir);
    }
}
