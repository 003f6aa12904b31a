package io.potpool.spi;

import java.util.List;
import java.util.concurrent.CompletableFuture;
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
     * <p>A store that forgets old shares one by one knows of which heights and times. A share of those may be stored and
     * forgotten: its batch fails with {@link PrunedSharesException} and is not applied, unless its journal is admitted. It
     * keeps what instances may still commit that were removed without having ended: see {@link InstanceStore#ABSENT}.
     *
     * <p>Fails with {@link SequenceGapException} if the sequence is above the mark plus one, and with any other
     * exception if the batch's fate is unknown: then it is to be repeated under its number before any later one.
     */
    CompletionStage<List<ShareFate>> commit(CreditBatch batch);

    /**
     * Books that a batch that was answered cannot be had any more: a gap of its journal that fails the audit, until the batch
     * comes after all under its number. Changes nothing if the batch has been applied; done twice it is as done once.
     */
    CompletionStage<Void> missing(JournalId journal, long sequence);

    /** Returns the keys of all stored shares of this height and above. */
    List<ShareKey> keysFrom(long lowestHeight);

    /**
     * Has the batches of a journal applied, from now on, also where the store cannot tell any more which of their shares it
     * has. The operator's decision: some may be paid twice.
     */
    default CompletionStage<Void> admit(JournalId journal) {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("this store does not refuse old batches: there is nothing to admit"));
    }
}
