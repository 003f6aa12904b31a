package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The positional parameters of a call, decoded as strictly as Go does, with its error texts. */
final class Args {

    private final List<?> values;

    Args(List<?> values) {
        this.values = values;
    }

    int size() {
        return values.size();
    }

    boolean has(int index) {
        return index < values.size() && values.get(index) != null;
    }

    /** Returns the raw value; null if it is JSON null. */
    @Nullable Object raw(int index) throws RpcException {
        if (index >= values.size()) {
            throw missing(index);
        }
        return values.get(index);
    }

    static RpcException missing(int index) {
        return new RpcException(RpcException.INVALID_PARAMS, "missing value for required argument " + index, null);
    }

    Nonce nonce(int index) throws RpcException {
        Object value = raw(index);
        if (value == null) {
            return new Nonce(0);
        }
        if (!(value instanceof String text)) {
            String kind = value instanceof BigInteger || value instanceof BigDecimal
                    ? "number"
                    : value instanceof Boolean ? "bool" : value instanceof Map ? "object" : "array";
            throw RpcException.argument(
                    index, "json: cannot unmarshal " + kind + " into Go value of type *types.BlockNonce");
        }
        HexArgs.Fault fault = HexArgs.checkFixed(text, 16, "BlockNonce");
        if (fault != null) {
            throw RpcException.argument(index, fault.message());
        }
        return Nonce.parse(text);
    }

    Hash256 hash(int index) throws RpcException {
        return Hash256.parse(HexArgs.fixed(index, raw(index), 64, "common.Hash"));
    }

    Address address(int index) throws RpcException {
        return Address.parse(HexArgs.fixed(index, raw(index), 40, "common.Address"));
    }

    byte[] bytes(int index) throws RpcException {
        return HexArgs.bytes(index, raw(index));
    }

    long uint64(int index) throws RpcException {
        return HexArgs.quantity(index, raw(index), "hexutil.Uint64", 64).longValue();
    }

    /** Decodes a JSON boolean; null is false. */
    boolean bool(int index) throws RpcException {
        Object value = raw(index);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw RpcException.argument(
                index,
                "json: cannot unmarshal " + (value instanceof String ? "string" : "number")
                        + " into Go value of type bool");
    }

    /** Decodes a number, in JSON's own form or as a quantity. */
    long number(int index) throws RpcException {
        Object value = raw(index);
        if (value instanceof BigInteger number && number.bitLength() < 64) {
            return number.longValue();
        }
        return HexArgs.quantity(index, value, "hexutil.Uint64", 64).longValue();
    }

    String text(int index) throws RpcException {
        if (raw(index) instanceof String text) {
            return text;
        }
        throw RpcException.argument(index, "json: cannot unmarshal non-string into Go value of type string");
    }

    Map<?, ?> object(int index, String type) throws RpcException {
        Object value = raw(index);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        String kind = value instanceof String ? "string" : value instanceof List ? "array" : "number";
        throw RpcException.argument(index, "json: cannot unmarshal " + kind + " into Go value of type " + type);
    }

    /** Returns a tag ({@code latest}...) as it is, or the digits of a block number after a check. */
    String blockTag(int index) throws RpcException {
        Object value = raw(index);
        String text = value instanceof String s ? s : String.valueOf(value);
        if (List.of("latest", "pending", "earliest", "safe", "finalized").contains(text)) {
            return text;
        }
        HexArgs.Fault fault = HexArgs.checkQuantity(text, 64);
        if (fault != null) {
            throw RpcException.argument(index, fault.message());
        }
        return text;
    }

    /** Returns a tag, a number or a block hash, also from {@code {"blockNumber":..}} and {@code {"blockHash":..}}. */
    String blockReference(int index) throws RpcException {
        Object value = raw(index);
        if (value instanceof Map<?, ?> map) {
            Object hash = map.get("blockHash");
            Object inner = hash != null ? hash : map.get("blockNumber");
            Args one = new Args(List.of(inner == null ? "latest" : inner));
            return hash != null ? one.hash(0).toString() : one.blockTag(0);
        }
        if (value instanceof String text && text.length() == 66) {
            return hash(index).toString();
        }
        return blockTag(index);
    }
}
