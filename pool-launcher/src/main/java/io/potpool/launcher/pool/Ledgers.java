package io.potpool.launcher.pool;

import io.potpool.launcher.config.PoolConfig;
import io.potpool.metrics.Metrics;
import io.potpool.spi.LedgerVisitor;
import io.potpool.spi.PoolStore;
import io.potpool.sqlite.SqliteReader;
import java.io.IOException;

/** Reads the ledger of a config's store, also while a pool runs on it. */
public final class Ledgers {

    private Ledgers() {}

    /**
     * Hands the ledger over.
     *
     * @throws IOException if the store cannot be opened
     * @throws RuntimeException if it cannot be read; the message is for the operator
     */
    public static void read(PoolConfig config, boolean singleShares, LedgerVisitor visitor) throws IOException {
        if (config.plugins().store().isEmpty() && config.redis().isEmpty()) {
            SqliteReader.open(config.dataDirectory()).read(singleShares, visitor);
            return;
        }
        try (PoolStore store = new StoreOpening(config, new Metrics()).open()) {
            store.ledgerReader().read(singleShares, visitor);
        }
    }
}
