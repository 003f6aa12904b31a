package io.potpool.stratum;

import io.potpool.stratum.codec.Param;
import io.potpool.stratum.codec.Request;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;

/** The hashrate that a miner says he has: up to 64 hexadecimal digits, or a number. */
final class Hashrate {

    private static final int MAX_HEX = 64;
    private static final int MAX_DECIMAL = 24;
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    private Hashrate() {}

    /** Reads the first parameter; {@code token} names the worker where the protocol has tokens. */
    static Command command(Request request, String token) {
        OptionalLong rate = request.params().isEmpty()
                ? OptionalLong.empty()
                : of(request.params().get(0));
        return new Command.Hashrate(rate, request.worker(), token);
    }

    private static OptionalLong of(Param param) {
        return switch (param.kind()) {
            case STRING -> hex(HexDigits.of(param.text()));
            case NUMBER -> decimal(param.text());
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong hex(String digits) {
        return digits.isEmpty() || digits.length() > MAX_HEX
                ? OptionalLong.empty()
                : bounded(new BigInteger(digits, 16));
    }

    /** Reads a decimal number of hashes a second, as written in JSON or in an HTTP header. */
    static OptionalLong decimal(String text) {
        if (text.length() > MAX_DECIMAL || !text.matches("[0-9]+(\\.[0-9]+)?([eE]\\+?[0-9]{1,2})?")) {
            return OptionalLong.empty();
        }
        return bounded(new BigDecimal(text).toBigInteger());
    }

    private static OptionalLong bounded(BigInteger rate) {
        return OptionalLong.of(rate.min(MOST).longValueExact());
    }
}
