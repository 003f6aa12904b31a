package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.keccak.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block header; {@code extra} is hexadecimal text, {@code baseFee} absent before a base-fee fork. */
record Header(
        Hash256 parent,
        Hash256 unclesHash,
        Address miner,
        Hash256 stateRoot,
        Hash256 transactionsRoot,
        Hash256 receiptsRoot,
        BigInteger difficulty,
        long number,
        long gasLimit,
        long gasUsed,
        long timestamp,
        String extra,
        Hash256 mix,
        Nonce nonce,
        @Nullable BigInteger baseFee) {

    static final byte[] BLOOM = new byte[256];
    static final Hash256 EMPTY_ROOT = Hash256.parse("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

    Header sealed(Nonce newNonce, Hash256 newMix) {
        return new Header(
                parent,
                unclesHash,
                miner,
                stateRoot,
                transactionsRoot,
                receiptsRoot,
                difficulty,
                number,
                gasLimit,
                gasUsed,
                timestamp,
                extra,
                newMix,
                newNonce,
                baseFee);
    }

    /** Returns what miners hash: all fields but the mix and the nonce. */
    Hash256 sealHash() {
        List<byte[]> fields = fields();
        addBaseFee(fields);
        return Hash256.of(Keccak.keccak256(Rlp.list(fields)));
    }

    Hash256 hash() {
        return Hash256.of(Keccak.keccak256(rlp()));
    }

    byte[] rlp() {
        List<byte[]> fields = fields();
        fields.add(Rlp.string(mix.toBytes()));
        fields.add(Rlp.string(HexText.bytes(nonce.toString())));
        addBaseFee(fields);
        return Rlp.list(fields);
    }

    private List<byte[]> fields() {
        List<byte[]> fields = new ArrayList<>(16);
        fields.add(Rlp.string(parent.toBytes()));
        fields.add(Rlp.string(unclesHash.toBytes()));
        fields.add(Rlp.string(HexText.bytes(miner.text())));
        fields.add(Rlp.string(stateRoot.toBytes()));
        fields.add(Rlp.string(transactionsRoot.toBytes()));
        fields.add(Rlp.string(receiptsRoot.toBytes()));
        fields.add(Rlp.string(BLOOM));
        fields.add(Rlp.number(difficulty));
        fields.add(Rlp.number(number));
        fields.add(Rlp.number(gasLimit));
        fields.add(Rlp.number(gasUsed));
        fields.add(Rlp.number(timestamp));
        fields.add(Rlp.string(HexText.bytes(extra)));
        return fields;
    }

    private void addBaseFee(List<byte[]> fields) {
        if (baseFee != null) {
            fields.add(Rlp.number(baseFee));
        }
    }
}
