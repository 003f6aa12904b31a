package io.potpool.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps credited shares, exactly once each. */
public interface ShareStore {

    /**
     * Applies a batch in one transaction: shares, ledger entries, balances, the journal's mark and each share's fate.
     *
     * <p>A batch is applied only if its sequence is the mark of its journal plus one (a journal unknown to the store has
     * the mark 0). At or below the mark nothing is applied and the kept fates are answered. A share whose (header,
     * nonce) is already stored is not credited again: its fate is {@link ShareFate#LATE_DUPLICATE}.
     *
     * <p>Fails with {@link SequenceGapException} if the sequence is above the mark plus one, and with any other
     * exception if the batch's fate is unknown: then it is to be repeated under its number before any later one.
     */
    CompletionStage<List<ShareFate>> commit(CreditBatch batch);

    /** Returns the keys of all stored shares of this height and above. */
    List<ShareKey> keysFrom(long lowestHeight);
}
