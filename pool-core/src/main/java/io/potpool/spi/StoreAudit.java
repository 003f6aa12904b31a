package io.potpool.spi;

/** Proves the balances from the raw rows. */
@FunctionalInterface
public interface StoreAudit {

    /**
     * Recomputes every kept share with its scheme, sums entries by account, and compares with the kept balances.
     * Reads one consistent state, also while the pool writes. Blocks for as long as reading all rows takes.
     */
    AuditReport run(RewardSchemes schemes);
}
