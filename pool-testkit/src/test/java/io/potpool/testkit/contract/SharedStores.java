package io.potpool.testkit.contract;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.store.SharedMemoryStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The reference store of a directory, the same however often it is opened. */
final class SharedStores {

    private static final Map<Path, PoolStore> STORES = new ConcurrentHashMap<>();

    private SharedStores() {}

    static PoolStore open(Path dir) {
        return STORES.computeIfAbsent(dir, unused -> new SharedMemoryStore(InstantSource.system()));
    }
}
