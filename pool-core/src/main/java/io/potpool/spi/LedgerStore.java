package io.potpool.spi;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Keeps the rows of the ledger other than shares. */
public interface LedgerStore {

    /**
     * Books a posting and the balances of its accounts in one transaction; completes with false if it was there already.
     *
     * <p>Fails with {@link ConflictingPostingException} if another content was posted under its id.
     */
    CompletionStage<Boolean> post(Posting posting);

    /** Hands over every posting, in the order in which they were posted. Blocks for as long as that takes. */
    void each(Consumer<Posting> consumer);
}
