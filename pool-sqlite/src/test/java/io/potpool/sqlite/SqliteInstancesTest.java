package io.potpool.sqlite;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.InstancesContract;
import java.nio.file.Path;

class SqliteInstancesTest extends InstancesContract {

    @Override
    protected PoolStore open(Path dir) {
        return Stores.open(dir);
    }

    /** The directory belongs to one process. */
    @Override
    protected boolean manyInstances() {
        return false;
    }
}
