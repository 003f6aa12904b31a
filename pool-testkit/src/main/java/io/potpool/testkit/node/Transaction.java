package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signed transaction of type 0, 1 or 2. {@code chainId} is absent where it is not replay-protected, {@code to} where
 * it creates a contract, {@code sender} where its signature is of no use on this chain. For types 0 and 1 both fee
 * caps are the gas price.
 */
record Transaction(
        int type,
        @Nullable BigInteger chainId,
        long nonce,
        BigInteger tipCap,
        BigInteger feeCap,
        long gas,
        @Nullable Address to,
        BigInteger value,
        String data,
        List<AccessEntry> accessList,
        BigInteger v,
        BigInteger r,
        BigInteger s,
        String rawHex,
        Hash256 hash,
        @Nullable Address sender) {

    /** An address and storage keys that a transaction announces. */
    record AccessEntry(Address address, List<Hash256> storageKeys) {}

    byte[] raw() {
        return HexText.bytes(rawHex);
    }

    /** Returns the sender of a transaction that the pool has checked. */
    Address from() {
        if (sender == null) {
            throw new IllegalStateException("a transaction without a sender was let in");
        }
        return sender;
    }

    /** Returns the most that this transaction may cost its sender. */
    BigInteger cost() {
        return feeCap.multiply(BigInteger.valueOf(gas)).add(value);
    }

    BigInteger effectivePrice(@Nullable BigInteger baseFee) {
        return baseFee == null ? feeCap : feeCap.min(tipCap.add(baseFee));
    }

    /** Returns the gas used before any code runs. */
    long intrinsicGas() {
        long gasNeeded = to == null ? 53_000 : 21_000;
        byte[] bytes = HexText.bytes(data);
        for (byte b : bytes) {
            gasNeeded += b == 0 ? 4 : 16;
        }
        for (AccessEntry entry : accessList) {
            gasNeeded += 2400 + 1900L * entry.storageKeys().size();
        }
        return gasNeeded;
    }
}
