package io.potpool.sqlite;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.PoolImportContract;
import java.nio.file.Path;

class SqliteImportTest extends PoolImportContract {

    @Override
    protected PoolStore open(Path dir) {
        return Stores.open(dir);
    }
}
