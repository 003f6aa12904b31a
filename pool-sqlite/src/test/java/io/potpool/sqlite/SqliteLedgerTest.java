package io.potpool.sqlite;

import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.LedgerContract;
import java.nio.file.Path;

class SqliteLedgerTest extends LedgerContract {

    @Override
    protected PoolStore open(Path dir) {
        return Stores.open(dir);
    }
}
