package io.potpool.testkit.node;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Hexadecimal arguments, checked in geth's order and refused in its words. */
final class HexArgs {

    private HexArgs() {}

    /** Why a text is refused; {@code wrapped} texts are put into "json: cannot unmarshal ..". */
    record Fault(String message, boolean wrapped) {

        RpcException forType(int index, String type) {
            return RpcException.argument(
                    index, wrapped ? "json: cannot unmarshal " + message + " into Go value of type " + type : message);
        }
    }

    static @Nullable Fault checkFixed(String text, int digits, String type) {
        Fault fault = checkData(text);
        if (fault != null && !fault.message().equals("invalid hex string")) {
            return fault;
        }
        if (text.length() - 2 != digits) {
            int length = Math.max(0, text.length() - 2);
            return new Fault("hex string has length " + length + ", want " + digits + " for " + type, false);
        }
        return fault;
    }

    private static @Nullable Fault checkData(String text) {
        if (!text.startsWith("0x") && !text.startsWith("0X")) {
            return text.isEmpty() ? null : new Fault("hex string without 0x prefix", true);
        }
        if (text.length() % 2 != 0) {
            return new Fault("hex string of odd length", true);
        }
        return isHex(text) ? null : new Fault("invalid hex string", true);
    }

    private static boolean isHex(String text) {
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 'f' || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    static @Nullable Fault checkQuantity(String text, int bits) {
        if (text.isEmpty()) {
            return new Fault("empty hex string", true);
        }
        if (!text.startsWith("0x") && !text.startsWith("0X")) {
            return new Fault("hex string without 0x prefix", true);
        }
        if (text.length() == 2) {
            return new Fault("hex string \"0x\"", true);
        }
        if (text.length() > 3 && text.charAt(2) == '0') {
            return new Fault("hex number with leading zero digits", true);
        }
        if (!isHex(text)) {
            return new Fault("invalid hex string", true);
        }
        return (text.length() - 2) * 4 > bits ? new Fault("hex number > " + bits + " bits", true) : null;
    }

    static String fixed(int index, @Nullable Object value, int digits, String type) throws RpcException {
        String text = string(index, value, type);
        Fault fault = checkFixed(text, digits, type);
        if (fault != null) {
            throw fault.forType(index, type);
        }
        return text;
    }

    static byte[] bytes(int index, @Nullable Object value) throws RpcException {
        String text = string(index, value, "hexutil.Bytes");
        Fault fault = checkData(text);
        if (fault != null) {
            throw fault.forType(index, "hexutil.Bytes");
        }
        return text.isEmpty() ? new byte[0] : HexText.bytes(text);
    }

    static BigInteger quantity(int index, @Nullable Object value, String type, int bits) throws RpcException {
        String text = string(index, value, type);
        Fault fault = checkQuantity(text, bits);
        if (fault != null) {
            throw fault.forType(index, type);
        }
        return new BigInteger(text.substring(2), 16);
    }

    private static String string(int index, @Nullable Object value, String type) throws RpcException {
        if (value instanceof String text) {
            return text;
        }
        throw new Fault("non-string", true).forType(index, type);
    }
}
