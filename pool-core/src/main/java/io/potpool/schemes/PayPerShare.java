package io.potpool.schemes;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import io.potpool.ledger.Account;
import io.potpool.ledger.Entry;
import io.potpool.spi.BlockIncome;
import java.util.List;

/** The entries of schemes that pay shares and keep the blocks. */
final class PayPerShare {

    private PayPerShare() {}

    /** A share without pay makes no entries. */
    static List<Entry> credit(Address login, Wei reward) {
        return reward.signum() == 0 ? List.of() : Entry.transfer(Account.SHARES, Account.of(login), reward);
    }

    static List<Entry> income(BlockIncome income) {
        return Entry.transfer(Account.CHAIN, Account.INCOME, income.amount());
    }
}
