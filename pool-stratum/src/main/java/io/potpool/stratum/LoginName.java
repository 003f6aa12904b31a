package io.potpool.stratum;

import io.potpool.domain.Address;
import java.util.Optional;

/**
 * The user of a login or share: an address of any case with or without {@code 0x}, then perhaps {@code .} or {@code /}
 * and a worker, then perhaps {@code /} and an e-mail address.
 *
 * @param worker as written; empty if there is none
 */
record LoginName(Address address, String worker) {

    private static final int DIGITS = 40;

    /** Returns empty if {@code user} names no account; the zero address is nobody's. */
    static Optional<LoginName> parse(String user) {
        String text = user.strip();
        int end = (text.startsWith("0x") || text.startsWith("0X") ? 2 : 0) + DIGITS;
        if (text.length() < end || HexDigits.of(text.substring(0, end)).length() != DIGITS) {
            return Optional.empty();
        }
        Address address = Address.parse(text.substring(0, end));
        if (address.equals(Address.ZERO)) {
            return Optional.empty();
        }
        if (text.length() == end) {
            return Optional.of(new LoginName(address, ""));
        }
        char separator = text.charAt(end);
        if (separator != '.' && separator != '/') {
            return Optional.empty();
        }
        int slash = text.indexOf('/', end + 1);
        return Optional.of(new LoginName(address, text.substring(end + 1, slash < 0 ? text.length() : slash)));
    }
}
