package io.potpool.node;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;

/** The value forms of the Ethereum JSON-RPC interface: QUANTITY and DATA. */
final class Values {

    private Values() {}

    static String text(Json json, String what) throws BadValueException {
        if (json instanceof Json.Text text) {
            return text.value();
        }
        throw new BadValueException(what + " is not a string");
    }

    static Json.Members object(Json json, String what) throws BadValueException {
        if (json instanceof Json.Members members) {
            return members;
        }
        throw new BadValueException(what + " is not an object");
    }

    /** Reads 32 bytes: 0x and exactly 64 digits. */
    static Hash256 hash(Json json, String what) throws BadValueException {
        String text = hex(json, what);
        if (text.length() != 66) {
            throw new BadValueException(what + " is not 32 bytes");
        }
        try {
            return Hash256.parse(text);
        } catch (IllegalArgumentException notHex) {
            throw new BadValueException(what + " is not hexadecimal");
        }
    }

    static Address address(Json json, String what) throws BadValueException {
        try {
            return Address.parse(hex(json, what));
        } catch (IllegalArgumentException other) {
            throw new BadValueException(what + " is not an address");
        }
    }

    /** Reads DATA of any length. */
    static byte[] data(Json json, String what) throws BadValueException {
        String text = hex(json, what);
        try {
            return HexFormat.of().parseHex(text, 2, text.length());
        } catch (IllegalArgumentException notHex) {
            throw new BadValueException(what + " is not hexadecimal data");
        }
    }

    /** Reads a number of up to 256 bits; leading zeros are let pass. */
    static BigInteger number(Json json, String what) throws BadValueException {
        String text = hex(json, what);
        if (text.length() < 3 || text.length() > 66) {
            throw new BadValueException(what + " is not a quantity");
        }
        for (int i = 2; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                throw new BadValueException(what + " is not hexadecimal");
            }
        }
        return new BigInteger(text.substring(2), 16);
    }

    /** Reads a number below 2^63. */
    static long count(Json json, String what) throws BadValueException {
        BigInteger number = number(json, what);
        if (number.bitLength() > 63) {
            throw new BadValueException(what + " is too large");
        }
        return number.longValue();
    }

    static Difficulty difficulty(Json json, String what) throws BadValueException {
        BigInteger number = number(json, what);
        if (number.signum() == 0) {
            throw new BadValueException(what + " is 0");
        }
        return new Difficulty(number);
    }

    static Instant time(Json json, String what) throws BadValueException {
        try {
            return Instant.ofEpochSecond(count(json, what));
        } catch (DateTimeException farAway) {
            throw new BadValueException(what + " is too far in the future");
        }
    }

    private static String hex(Json json, String what) throws BadValueException {
        String text = text(json, what);
        if (!text.startsWith("0x") && !text.startsWith("0X")) {
            throw new BadValueException(what + " has no 0x");
        }
        return text;
    }
}
