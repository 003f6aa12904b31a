package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.keccak.Keccak;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signed transactions as bytes: EIP-155 legacy, EIP-2930 and EIP-1559. */
final class TransactionCodec {

    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger V_155 = BigInteger.valueOf(35);
    private static final BigInteger V_PLAIN = BigInteger.valueOf(27);

    private final BigInteger chainId;

    TransactionCodec(long chainId) {
        this.chainId = BigInteger.valueOf(chainId);
    }

    Transaction decode(byte[] raw) throws Rlp.RlpException {
        if (raw.length > 0 && (raw[0] & 0xff) > 0x7f) {
            return legacy(raw);
        }
        if (raw.length <= 1) {
            throw new Rlp.RlpException("typed transaction too short");
        }
        if (raw[0] != 1 && raw[0] != 2) {
            throw new Rlp.RlpException("transaction type not supported");
        }
        return typed(raw[0], raw);
    }

    private Transaction legacy(byte[] raw) throws Rlp.RlpException {
        List<Rlp.Item> f = fields(Rlp.decode(raw), 9);
        BigInteger v = f.get(6).number();
        BigInteger r = f.get(7).number();
        BigInteger s = f.get(8).number();
        boolean isProtected = v.compareTo(V_155) >= 0;
        BigInteger signedChain = isProtected ? v.subtract(V_155).shiftRight(1) : null;
        BigInteger price = f.get(1).number();
        List<byte[]> payload = legacyPayload(
                f.get(0).uint64(),
                price,
                f.get(2).uint64(),
                address(f.get(3)),
                f.get(4).number(),
                f.get(5).string());
        int parity;
        if (isProtected) {
            parity = v.subtract(V_155).testBit(0) ? 1 : 0;
            addProtection(payload, v.subtract(V_155).shiftRight(1));
        } else {
            parity = v.subtract(V_PLAIN).intValue();
        }
        Address sender = signedChain != null && signedChain.equals(chainId)
                ? Secp256k1.recover(Keccak.keccak256(Rlp.list(payload)), parity, r, s)
                : null;
        return new Transaction(
                0,
                signedChain,
                f.get(0).uint64(),
                price,
                price,
                f.get(2).uint64(),
                address(f.get(3)),
                f.get(4).number(),
                HexText.data(f.get(5).string()),
                List.of(),
                v,
                r,
                s,
                HexText.data(raw),
                Hash256.of(Keccak.keccak256(raw)),
                sender);
    }

    private Transaction typed(int type, byte[] raw) throws Rlp.RlpException {
        int shift = type == 2 ? 1 : 0;
        Rlp.Item whole = Rlp.decode(Arrays.copyOfRange(raw, 1, raw.length));
        List<Rlp.Item> f = fields(whole, 11 + shift);
        BigInteger v = f.get(8 + shift).number();
        BigInteger r = f.get(9 + shift).number();
        BigInteger s = f.get(10 + shift).number();
        List<Transaction.AccessEntry> accessList = accessList(f.get(7 + shift));
        BigInteger tip = f.get(2).number();
        BigInteger cap = f.get(2 + shift).number();
        List<byte[]> payload = new ArrayList<>();
        payload.add(Rlp.number(f.get(0).number()));
        payload.add(Rlp.number(f.get(1).uint64()));
        payload.add(Rlp.number(tip));
        if (type == 2) {
            payload.add(Rlp.number(cap));
        }
        payload.add(Rlp.number(f.get(3 + shift).uint64()));
        payload.add(encodedTo(address(f.get(4 + shift))));
        payload.add(Rlp.number(f.get(5 + shift).number()));
        payload.add(Rlp.string(f.get(6 + shift).string()));
        payload.add(encoded(accessList));
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.write(type);
        signed.writeBytes(Rlp.list(payload));
        Address sender = f.get(0).number().equals(chainId) && v.bitLength() <= 1
                ? Secp256k1.recover(Keccak.keccak256(signed.toByteArray()), v.intValue(), r, s)
                : null;
        return new Transaction(
                type,
                f.get(0).number(),
                f.get(1).uint64(),
                tip,
                cap,
                f.get(3 + shift).uint64(),
                address(f.get(4 + shift)),
                f.get(5 + shift).number(),
                HexText.data(f.get(6 + shift).string()),
                accessList,
                v,
                r,
                s,
                HexText.data(raw),
                Hash256.of(Keccak.keccak256(raw)),
                sender);
    }

    /** Signs a legacy transaction for this chain and returns its bytes. */
    byte[] signLegacy(
            BigInteger key,
            long nonce,
            BigInteger price,
            long gas,
            @Nullable Address to,
            BigInteger value,
            byte[] data) {
        List<byte[]> payload = legacyPayload(nonce, price, gas, to, value, data);
        List<byte[]> signing = new ArrayList<>(payload);
        addProtection(signing, chainId);
        Secp256k1.Signature signature = Secp256k1.sign(Keccak.keccak256(Rlp.list(signing)), key);
        payload.add(Rlp.number(chainId.multiply(TWO).add(V_155).add(BigInteger.valueOf(signature.parity()))));
        payload.add(Rlp.number(signature.r()));
        payload.add(Rlp.number(signature.s()));
        return Rlp.list(payload);
    }

    private static List<byte[]> legacyPayload(
            long nonce, BigInteger price, long gas, @Nullable Address to, BigInteger value, byte[] data) {
        List<byte[]> payload = new ArrayList<>();
        payload.add(Rlp.number(nonce));
        payload.add(Rlp.number(price));
        payload.add(Rlp.number(gas));
        payload.add(encodedTo(to));
        payload.add(Rlp.number(value));
        payload.add(Rlp.string(data));
        return payload;
    }

    private static void addProtection(List<byte[]> payload, BigInteger chain) {
        payload.add(Rlp.number(chain));
        payload.add(Rlp.number(0));
        payload.add(Rlp.number(0));
    }

    private static byte[] encodedTo(@Nullable Address to) {
        return Rlp.string(to == null ? new byte[0] : HexText.bytes(to.text()));
    }

    private static byte[] encoded(List<Transaction.AccessEntry> accessList) {
        return Rlp.list(accessList.stream()
                .map(entry -> Rlp.list(List.of(
                        encodedTo(entry.address()),
                        Rlp.list(entry.storageKeys().stream()
                                .map(key -> Rlp.string(key.toBytes()))
                                .toList()))))
                .toList());
    }

    private static List<Rlp.Item> fields(Rlp.Item item, int count) throws Rlp.RlpException {
        List<Rlp.Item> fields = item.list();
        if (fields.size() < count) {
            throw new Rlp.RlpException("rlp: too few elements");
        }
        if (fields.size() > count) {
            throw new Rlp.RlpException("rlp: input list has too many elements");
        }
        return fields;
    }

    private static @Nullable Address address(Rlp.Item item) throws Rlp.RlpException {
        byte[] bytes = item.string();
        if (bytes.length == 0) {
            return null;
        }
        if (bytes.length != 20) {
            throw new Rlp.RlpException("rlp: input string too short for common.Address");
        }
        return new Address(HexText.data(bytes));
    }

    private static List<Transaction.AccessEntry> accessList(Rlp.Item item) throws Rlp.RlpException {
        List<Transaction.AccessEntry> entries = new ArrayList<>();
        for (Rlp.Item entry : item.list()) {
            List<Rlp.Item> pair = fields(entry, 2);
            Address address = address(pair.get(0));
            List<Hash256> keys = new ArrayList<>();
            for (Rlp.Item key : pair.get(1).list()) {
                if (key.string().length != 32) {
                    throw new Rlp.RlpException("rlp: input string too short for common.Hash");
                }
                keys.add(Hash256.of(key.string()));
            }
            if (address == null) {
                throw new Rlp.RlpException("rlp: input string too short for common.Address");
            }
            entries.add(new Transaction.AccessEntry(address, List.copyOf(keys)));
        }
        return List.copyOf(entries);
    }
}
