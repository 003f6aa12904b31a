package io.potpool.testkit.contract;

import io.potpool.spi.PoolStore;
import java.nio.file.Path;

class SharedInstancesContractTest extends InstancesContract {

    @Override
    protected PoolStore open(Path dir) {
        return SharedStores.open(dir);
    }
}
