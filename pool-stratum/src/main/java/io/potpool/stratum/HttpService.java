package io.potpool.stratum;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.NetUtil;
import io.potpool.spi.WorkNotifications;
import io.potpool.stratum.codec.RequestDecoder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What HTTP requests come to: a post on a login's path is a miner's, any other one is a node's notification, where the port
 * takes them. Event loop only.
 */
final class HttpService {

    private static final String HASHRATE_HEADER = "X-Mining-Hashrate";
    private static final String FORWARDED_HEADER = "X-Forwarded-For";
    private static final int MAX_LARGE = 64;

    /** Large bodies being collected in this process; miners need none, and a node sends one at a time. */
    private static final AtomicInteger LARGE = new AtomicInteger();

    private final Connection connection;
    private final Port port;
    private boolean large;

    HttpService(Connection connection, Port port) {
        this.connection = connection;
        this.port = port;
    }

    /** Returns how many bytes of body the request may have. */
    int bodyLimit(HttpRequest request) {
        releaseLarge();
        String path = path(request);
        boolean notification =
                port.settings.notifications.isPresent() && login(path).isEmpty();
        if (notification && LARGE.incrementAndGet() <= MAX_LARGE) {
            large = true;
            return WorkNotifications.MAX_BODY;
        } else if (notification) {
            LARGE.decrementAndGet();
        }
        return RequestDecoder.MAX_LINE;
    }

    void releaseLarge() {
        if (large) {
            large = false;
            LARGE.decrementAndGet();
        }
    }

    void posted(HttpRequest request, byte[] body) {
        releaseLarge();
        Optional<InetAddress> forwarded = forwarded(request);
        if (forwarded.isPresent() && !connection.comesFrom(forwarded.get())) {
            return;
        }
        String path = path(request);
        Optional<LoginName> login = login(path);
        Optional<WorkNotifications> taker = port.settings.notifications;
        if (taker.isPresent() && (login.isEmpty() || taker.get().trusts(path))) {
            int status = taker.get().posted(path, body, connection.address());
            connection.respond(HttpResponseStatus.valueOf(status), "");
        } else if (login.isEmpty() || !port.serves(MinerProtocol.GETWORK)) {
            connection.nobody();
        } else {
            connection.getwork(login.get(), hashrate(request), body);
        }
    }

    void refused(HttpResponseStatus status) {
        releaseLarge();
        connection.refuseHttp(status);
    }

    private static String path(HttpRequest request) {
        try {
            return new QueryStringDecoder(request.uri()).path();
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /** Returns the account of {@code /login}, {@code /login/worker} or {@code /login.worker}, with or without a slash behind. */
    private static Optional<LoginName> login(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        String user = path.substring(1);
        return LoginName.parse(user.endsWith("/") ? user.substring(0, user.length() - 1) : user);
    }

    private static OptionalLong hashrate(HttpRequest request) {
        String text = request.headers().get(HASHRATE_HEADER);
        return text == null ? OptionalLong.empty() : Hashrate.decimal(text.strip());
    }

    /** Returns the address that the reverse proxy has seen, which it names last. */
    private Optional<InetAddress> forwarded(HttpRequest request) {
        String text = port.settings.behindReverseProxy ? request.headers().get(FORWARDED_HEADER) : null;
        if (text == null) {
            return Optional.empty();
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(
                text.substring(text.lastIndexOf(',') + 1).strip());
        try {
            return address == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(address));
        } catch (UnknownHostException impossible) {
            return Optional.empty();
        }
    }
}
