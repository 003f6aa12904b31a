package io.potpool.launcher.check;

import io.potpool.spi.LedgerStore;
import io.potpool.spi.Posting;
import io.potpool.spi.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The ledger of a store that is not there yet: nothing was posted, and nothing can be. */
final class NoLedger implements LedgerStore {

    @Override
    public CompletionStage<Boolean> post(Posting posting) {
        return CompletableFuture.failedFuture(new StoreException("there is no store yet"));
    }

    @Override
    public void each(Consumer<Posting> consumer) {
        // nothing was posted
    }
}
