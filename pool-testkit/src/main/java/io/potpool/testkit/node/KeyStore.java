package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.keccak.Keccak;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The test keys that the node manages. Guarded by the node's lock. */
final class KeyStore {

    private final Map<Address, BigInteger> keys = new LinkedHashMap<>();
    private boolean unlocked;

    KeyStore(Settings settings) {
        settings.keys.forEach(key -> keys.put(Secp256k1.addressOf(key), key));
        unlocked = settings.unlocked;
    }

    List<String> accounts() {
        return keys.keySet().stream().map(Address::text).toList();
    }

    boolean has(@Nullable Address account) {
        return account != null && keys.containsKey(account);
    }

    void setUnlocked(boolean open) {
        unlocked = open;
    }

    BigInteger key(@Nullable Address account) throws RpcException {
        BigInteger key = account == null ? null : keys.get(account);
        if (key == null) {
            throw new RpcException("unknown account");
        }
        if (!unlocked) {
            throw new RpcException("authentication needed: password or unlock");
        }
        return key;
    }

    /** Signs a message with the prefix of {@code eth_sign}; v is 27 or 28. */
    String sign(Address account, byte[] message) throws RpcException {
        BigInteger key = key(account);
        ByteArrayOutputStream prefixed = new ByteArrayOutputStream();
        String prefix = "\u0019Ethereum Signed Message:\n" + message.length;
        prefixed.writeBytes(prefix.getBytes(StandardCharsets.US_ASCII));
        prefixed.writeBytes(message);
        Secp256k1.Signature signature = Secp256k1.sign(Keccak.keccak256(prefixed.toByteArray()), key);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Secp256k1.word(signature.r()));
        out.writeBytes(Secp256k1.word(signature.s()));
        out.write(27 + signature.parity());
        return HexText.data(out.toByteArray());
    }
}
