package io.potpool.ledger;

import io.potpool.domain.Address;

/**
 * The name of a ledger account: a miner's address, or one of the pool's own, which begin with {@code pool:} or
 * {@code chain:}.
 */
public record Account(String name) {

    /** The contra account of all share credits. */
    public static final Account SHARES = new Account("pool:shares");

    /** What the pool's blocks have brought. */
    public static final Account INCOME = new Account("pool:income");

    /** The contra account of block income. */
    public static final Account CHAIN = new Account("chain:blocks");

    /** Returns the account of a miner. */
    public static Account of(Address login) {
        return new Account(login.text());
    }

    /** Returns whether this is a miner's account. */
    public boolean isMiner() {
        return name.startsWith("0x");
    }

    @Override
    public String toString() {
        return name;
    }
}
