package io.potpool.testkit.node;

import io.potpool.domain.Address;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The transaction object of calls and of transactions that the node signs. */
record CallObject(
        @Nullable Address from,
        @Nullable Address to,
        BigInteger value,
        @Nullable BigInteger gas,
        @Nullable BigInteger gasPrice,
        @Nullable BigInteger feeCap,
        @Nullable BigInteger tipCap,
        @Nullable BigInteger nonce,
        @Nullable BigInteger chainId,
        String data) {

    static CallObject of(Args args) throws RpcException {
        Map<?, ?> map = args.object(0, "ethapi.TransactionArgs");
        BigInteger value = number(map, "value", 256);
        Object data = map.get("input") != null ? map.get("input") : map.get("data");
        return new CallObject(
                address(map, "from"),
                address(map, "to"),
                value == null ? BigInteger.ZERO : value,
                number(map, "gas", 64),
                number(map, "gasPrice", 256),
                number(map, "maxFeePerGas", 256),
                number(map, "maxPriorityFeePerGas", 256),
                number(map, "nonce", 64),
                number(map, "chainId", 256),
                data == null ? "0x" : HexText.data(HexArgs.bytes(0, data)));
    }

    private static @Nullable Address address(Map<?, ?> map, String name) throws RpcException {
        Object value = map.get(name);
        return value == null ? null : Address.parse(HexArgs.fixed(0, value, 40, "common.Address"));
    }

    private static @Nullable BigInteger number(Map<?, ?> map, String name, int bits) throws RpcException {
        Object value = map.get(name);
        return value == null ? null : HexArgs.quantity(0, value, bits == 64 ? "hexutil.Uint64" : "*hexutil.Big", bits);
    }
}
