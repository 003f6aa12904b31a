package io.potpool.testkit.node;

import java.math.BigInteger;

/** A balance in wei and the number of transactions sent. */
record Account(BigInteger balance, long nonce) {

    static final Account NONE = new Account(BigInteger.ZERO, 0);

    Account plus(BigInteger amount) {
        return new Account(balance.add(amount), nonce);
    }
}
