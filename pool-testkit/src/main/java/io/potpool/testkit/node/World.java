package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.keccak.Keccak;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The accounts after one block; immutable, changed through an {@link Editor}. */
final class World {

    private final Map<Address, Account> accounts;

    World(Map<Address, Account> accounts) {
        this.accounts = Map.copyOf(accounts);
    }

    Account account(Address address) {
        return accounts.getOrDefault(address, Account.NONE);
    }

    BigInteger balance(Address address) {
        return account(address).balance();
    }

    long nonce(Address address) {
        return account(address).nonce();
    }

    Editor edit() {
        return new Editor(new HashMap<>(accounts));
    }

    /** Returns a hash that differs whenever an account differs; it is no Merkle root. */
    Hash256 root() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(accounts)
                .forEach((address, account) -> text.append(address)
                        .append(' ')
                        .append(account.balance())
                        .append(' ')
                        .append(account.nonce())
                        .append('\n'));
        return Hash256.of(Keccak.keccak256(text.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    /** A changeable copy. */
    static final class Editor {
        private final Map<Address, Account> accounts;

        private Editor(Map<Address, Account> accounts) {
            this.accounts = accounts;
        }

        Account account(Address address) {
            return accounts.getOrDefault(address, Account.NONE);
        }

        void add(Address address, BigInteger amount) {
            accounts.put(address, account(address).plus(amount));
        }

        /** Takes {@code amount} for one transaction of {@code address}. */
        void spend(Address address, BigInteger amount) {
            Account old = account(address);
            accounts.put(address, new Account(old.balance().subtract(amount), old.nonce() + 1));
        }

        World done() {
            return new World(accounts);
        }
    }
}
