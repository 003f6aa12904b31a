package io.potpool.testkit.contract;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.adversary.SharedTermsContract;
import java.nio.file.Path;

class SharedTermsTest extends SharedTermsContract {

    @Override
    protected PoolStore open(Path dir) {
        return SharedStores.open(dir);
    }
}
