package io.potpool.spi;

/**
 * Everything the pool keeps: one facade over small roles.
 *
 * <p>Methods that return a stage never block; stages complete on the store's own thread, in the order in which their
 * changes became durable. Other methods read and may block for as long as a disk does. A stage that completes normally
 * means durable: the change survives {@code kill -9} and loss of power.
 */
public interface PoolStore extends AutoCloseable {

    /** Returns the role that keeps shares and balances. */
    ShareStore shares();

    /** Returns the role that keeps the terms log. */
    TermsStore terms();

    /** Returns the role that keeps the heights announced. */
    HeightStore heights();

    /** Returns the role that keeps block solutions. */
    SolutionStore solutions();

    /** Returns the role that keeps bans and the operator's lists. */
    PolicyStore policy();

    /** Returns the role that keeps the running instances of the pool. */
    InstanceStore instances();

    /** Returns the role that keeps who does what only one instance may do. */
    LeadershipStore leadership();

    /** Returns the role that keeps the rows of the ledger other than shares. */
    LedgerStore ledger();

    /** Returns the role that proves the balances from the raw rows. */
    StoreAudit audit();

    /** Finishes what was handed over, then closes. Idempotent. */
    @Override
    void close();
}
