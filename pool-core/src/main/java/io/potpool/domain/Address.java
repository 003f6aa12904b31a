package io.potpool.domain;

import io.potpool.keccak.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A 20-byte account address, held as {@code 0x} and 40 lower-case digits.
 *
 * <p>It is a miner's login and the name of his account in the ledger.
 */
public record Address(String text) implements Comparable<Address> {

    /** The address of 20 zero bytes: nobody's. */
    public static final Address ZERO = new Address("0x" + "0".repeat(40));

    /** @throws IllegalArgumentException if {@code text} is not 0x and 40 lower-case hexadecimal digits */
    public Address {
        if (text.length() != 42 || !text.startsWith("0x")) {
            throw new IllegalArgumentException("an address is 0x and 40 hexadecimal digits");
        }
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                throw new IllegalArgumentException("an address is 0x and 40 lower-case hexadecimal digits");
            }
        }
    }

    /**
     * Parses 40 hexadecimal digits of any case, with or without {@code 0x}; a checksum is not required, because mining
     * software changes the case.
     *
     * @throws IllegalArgumentException if {@code text} has another form
     */
    public static Address parse(String text) {
        int start = Hex.prefixLength(text);
        return new Address("0x" + text.substring(start).toLowerCase(Locale.ROOT));
    }

    /** Returns the address in mixed case with its EIP-55 checksum. */
    public String checksummed() {
        byte[] hash = Keccak.keccak256(text.substring(2).getBytes(StandardCharsets.US_ASCII));
        StringBuilder out = new StringBuilder("0x");
        for (int i = 0; i < 40; i++) {
            char c = text.charAt(i + 2);
            int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;
            out.append(nibble >= 8 ? Character.toUpperCase(c) : c);
        }
        return out.toString();
    }

    @Override
    public int compareTo(Address other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
