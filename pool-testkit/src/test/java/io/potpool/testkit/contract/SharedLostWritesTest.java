package io.potpool.testkit.contract;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.store.SharedMemoryStore;
import java.nio.file.Path;

class SharedLostWritesTest extends LostWritesContract {

    @Override
    protected PoolStore open(Path dir) {
        return SharedStores.open(dir);
    }

    @Override
    protected Runnable copyOf(PoolStore store) {
        return ((SharedMemoryStore) store).copy();
    }
}
