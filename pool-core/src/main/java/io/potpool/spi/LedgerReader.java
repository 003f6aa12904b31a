package io.potpool.spi;

/** Reads the whole ledger, for exports and for moving it elsewhere. */
@FunctionalInterface
public interface LedgerReader {

    /**
     * Hands over one consistent state of the ledger, also while the pool writes: hours in their order, then single shares,
     * postings in their order, balances, and solutions. For every account the hours and the postings sum to the balance while
     * nothing was paid. Blocks for as long as reading all rows takes; what is in memory at once does not grow with the
     * number of shares.
     *
     * @param singleShares whether shares that are still kept one by one are handed over too; they are in the hours anyway
     * @throws RuntimeException if the store cannot be read
     */
    void read(boolean singleShares, LedgerVisitor visitor);
}
