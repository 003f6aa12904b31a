package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.keccak.Keccak;
import java.util.List;

/** A block: header, transactions and the headers of its uncles. */
record Block(Header header, List<Transaction> transactions, List<Header> uncles) {

    Block {
        transactions = List.copyOf(transactions);
        uncles = List.copyOf(uncles);
    }

    Hash256 hash() {
        return header.hash();
    }

    long number() {
        return header.number();
    }

    Block sealed(Nonce nonce, Hash256 mix) {
        return new Block(header.sealed(nonce, mix), transactions, uncles);
    }

    /** Returns the length of the encoded block in bytes. */
    int size() {
        List<byte[]> bodies = transactions.stream()
                .map(tx -> tx.type() == 0 ? tx.raw() : Rlp.string(tx.raw()))
                .toList();
        return Rlp.list(List.of(header.rlp(), Rlp.list(bodies), encodedUncles(uncles))).length;
    }

    static Hash256 unclesHash(List<Header> uncles) {
        return Hash256.of(Keccak.keccak256(encodedUncles(uncles)));
    }

    private static byte[] encodedUncles(List<Header> uncles) {
        return Rlp.list(uncles.stream().map(Header::rlp).toList());
    }
}
