package io.potpool.stratum;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is read from the head of an HTTP request. Total. */
final class HttpHead {

    private static final String HASHRATE = "X-Mining-Hashrate";
    private static final String FORWARDED = "X-Forwarded-For";

    private HttpHead() {}

    /** Returns the path without escapes and query; empty if it cannot be read. */
    static String path(HttpRequest request) {
        try {
            return new QueryStringDecoder(request.uri()).path();
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /** Returns the account of {@code /login}, {@code /login/worker} or {@code /login.worker}, with or without a slash behind. */
    static Optional<LoginName> login(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        String user = path.substring(1);
        return LoginName.parse(user.endsWith("/") ? user.substring(0, user.length() - 1) : user);
    }

    /** Returns the miner's hashrate in hashes a second, which some miners send with every request. */
    static OptionalLong hashrate(HttpRequest request) {
        String text = request.headers().get(HASHRATE);
        return text == null ? OptionalLong.empty() : Hashrate.decimal(text.strip());
    }

    /**
     * Returns the address that a reverse proxy has seen: it adds it behind all that the sender claims, in the same field or
     * in one of its own, perhaps with the port.
     */
    static Optional<InetAddress> forwardedFor(HttpRequest request) {
        List<String> fields = request.headers().getAll(FORWARDED);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        String last = fields.get(fields.size() - 1);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(
                withoutPort(last.substring(last.lastIndexOf(',') + 1).strip()));
        try {
            return address == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(address));
        } catch (UnknownHostException impossible) {
            return Optional.empty();
        }
    }

    /** Understands {@code 192.0.2.7:4711}, {@code [2001:db8::7]:4711} and each of them without a port. */
    private static String withoutPort(String address) {
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            return end < 0 ? address : address.substring(1, end);
        }
        int colon = address.indexOf(':');
        return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }
}
