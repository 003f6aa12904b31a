package io.potpool.testkit.contract;

import io.potpool.spi.PoolStore;
import java.nio.file.Path;

class SharedLeadershipContractTest extends LeadershipContract {

    @Override
    protected PoolStore open(Path dir) {
        return SharedStores.open(dir);
    }
}
