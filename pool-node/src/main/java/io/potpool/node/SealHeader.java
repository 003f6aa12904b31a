package io.potpool.node;

import io.potpool.domain.Hash256;
import io.potpool.keccak.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Computes the seal hash, the header that miners hash, and the hash of a block, from the members of a block header. */
final class SealHeader {

    /** Extra data of a sealed header has at most 32 bytes on these chains; clique's, which is longer, is not mined. */
    private static final int MAX_EXTRA = 32;

    private SealHeader() {}

    /** Returns keccak(rlp(header without mixHash and nonce)); a base fee belongs to it where the header has one. */
    static Hash256 hash(Json.Members header) throws BadValueException {
        return hash(header, List.of());
    }

    /** Returns the hash of a sealed block: keccak(rlp(header)), mixHash and nonce before the base fee. */
    static Hash256 sealed(Json.Members header) throws BadValueException {
        return hash(header, List.of(fixed(header, "mixHash", 32), fixed(header, "nonce", 8)));
    }

    private static Hash256 hash(Json.Members header, List<byte[]> seal) throws BadValueException {
        List<byte[]> fields = new ArrayList<>();
        for (String name : List.of("parentHash", "sha3Uncles")) {
            fields.add(fixed(header, name, 32));
        }
        fields.add(fixed(header, "miner", 20));
        for (String name : List.of("stateRoot", "transactionsRoot", "receiptsRoot")) {
            fields.add(fixed(header, name, 32));
        }
        fields.add(fixed(header, "logsBloom", 256));
        for (String name : List.of("difficulty", "number", "gasLimit", "gasUsed", "timestamp")) {
            fields.add(Rlp.number(number(header, name)));
        }
        byte[] extra = Values.data(header.get("extraData"), "extraData");
        if (extra.length > MAX_EXTRA) {
            throw new BadValueException("extraData is too long");
        }
        fields.add(Rlp.string(extra));
        fields.addAll(seal);
        if (!(header.get("baseFeePerGas") instanceof Json.Null)) {
            fields.add(Rlp.number(number(header, "baseFeePerGas")));
        }
        return Hash256.of(Keccak.keccak256(Rlp.list(fields)));
    }

    private static byte[] fixed(Json.Members header, String name, int length) throws BadValueException {
        byte[] bytes = Values.data(header.get(name), name);
        if (bytes.length != length) {
            throw new BadValueException(name + " has " + bytes.length + " bytes");
        }
        return Rlp.string(bytes);
    }

    private static BigInteger number(Json.Members header, String name) throws BadValueException {
        return Values.number(header.get(name), name);
    }
}
