package io.potpool.sqlite;

import io.potpool.spi.JournalId;
import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.ReturningSpoolContract;
import java.nio.file.Path;
import java.time.InstantSource;

class SqliteReturningSpoolTest extends ReturningSpoolContract {

    @Override
    protected PoolStore open(Path dir, InstantSource clock) {
        return SqliteStore.open(Stores.settings(dir).withClock(clock));
    }

    @Override
    protected void tidy(PoolStore store) {
        try {
            Stores.await(((SqliteStore) store).tidy());
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /** The next one takes its place. */
    @Override
    protected void forget(PoolStore store, JournalId id) {}
}
