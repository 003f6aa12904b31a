package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.potpool.spi.WorkNotifications;
import io.potpool.stratum.codec.Incoming;
import io.potpool.stratum.codec.Request;
import io.potpool.stratum.codec.RequestDecoder;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection that speaks HTTP. A post on a login's path is a miner's, any other one is a node's notification, where the
 * port takes them. Event loop only.
 */
final class HttpLink {

    /** Said where HTTP is not served; a line feed follows every line that is sent. */
    static final String REFUSAL = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r";

    private static final int MAX_LINE = 4096;
    private static final int MAX_HEAD = 8192;
    private static final int MAX_LARGE = 64;

    /** Large bodies being collected in this process; miners need none, and a node sends one at a time. */
    private static final AtomicInteger LARGE = new AtomicInteger();

    private final Connection connection;
    private final Port port;
    /** Whom a request comes from that names nobody: the socket's address, or what the PROXY protocol says it is. */
    private final InetAddress peer;

    private final Miner miner;
    private final StratumMetrics metrics;
    private final HttpRequests requests = new HttpRequests(this);
    private boolean large;
    private boolean notification;
    private boolean fromNode;

    HttpLink(Connection connection, Miner miner, StratumMetrics metrics) {
        this.connection = connection;
        this.port = connection.port();
        this.peer = connection.address();
        this.miner = miner;
        this.metrics = metrics;
    }

    /** Puts HTTP before the connection's handler and hands over what has been read already. */
    void begin(Channel channel, ChannelHandlerContext handler, ByteBuf read) throws Exception {
        HttpServerCodec codec = new HttpServerCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEAD)
                .setMaxChunkSize(RequestDecoder.MAX_LINE)
                .setHeadersFactory(FramingHeaders.FACTORY));
        channel.pipeline()
                .addBefore(handler.name(), null, codec)
                .addBefore(handler.name(), null, new FlowControlHandler())
                .addBefore(handler.name(), null, requests);
        channel.closeFuture().addListener(closed -> releaseLarge());
        codec.channelRead(channel.pipeline().context(codec), read.readRetainedSlice(read.readableBytes()));
    }

    /** Takes the head of a request: whatever follows is laid to its sender. Returns whether he is served. */
    boolean arrives(HttpRequest request) {
        InetAddress sender =
                port.isReverseProxy(peer) ? HttpHead.forwardedFor(request).orElse(peer) : peer;
        String path = HttpHead.path(request);
        notification = isNotification(path);
        fromNode = notification && (port.isNode(sender) || trusts(path));
        return fromNode ? connection.comesUnpoliced(sender) : connection.comesFrom(sender);
    }

    private boolean isNotification(String path) {
        return port.settings.notifications.isPresent() && (HttpHead.login(path).isEmpty() || trusts(path));
    }

    private boolean trusts(String path) {
        return port.settings.notifications.filter(taker -> taker.trusts(path)).isPresent();
    }

    /** Returns how many bytes of body the request that has arrived may have. */
    int bodyLimit() {
        releaseLarge();
        if (fromNode) {
            return WorkNotifications.MAX_BODY;
        } else if (notification && LARGE.incrementAndGet() <= MAX_LARGE) {
            large = true;
            return WorkNotifications.MAX_BODY;
        } else if (notification) {
            LARGE.decrementAndGet();
        }
        return RequestDecoder.MAX_LINE;
    }

    private void releaseLarge() {
        if (large) {
            large = false;
            LARGE.decrementAndGet();
        }
    }

    void posted(HttpRequest request, byte[] body) {
        releaseLarge();
        String path = HttpHead.path(request);
        Optional<LoginName> login = HttpHead.login(path);
        if (notification) {
            notified(port.settings.notifications.orElseThrow().posted(path, body, connection.address()));
        } else if (login.isEmpty() || !port.serves(MinerProtocol.GETWORK)) {
            metrics.loginsRefused.increment();
            requests.closeAfterThis();
            respond(HttpResponseStatus.NOT_FOUND, port.getwork.refused("null", Refusal.INVALID_LOGIN));
        } else {
            getwork(login.get(), request, body);
        }
    }

    /** Lets a node hear how its post was taken; from anybody else, one that no node sends is malformed. */
    private void notified(int status) {
        if (status == HttpResponseStatus.BAD_REQUEST.code() && !fromNode) {
            connection.strike();
        }
        respond(HttpResponseStatus.valueOf(status), "");
    }

    private void getwork(LoginName login, HttpRequest request, byte[] body) {
        Incoming incoming = RequestDecoder.decode(body, body.length);
        if (incoming instanceof Request call) {
            connection.guarded(() -> miner.getwork(port.getwork, login, HttpHead.hashrate(request), call));
        } else if (incoming instanceof Incoming.Malformed) {
            requests.closeAfterThis();
            refused(HttpResponseStatus.BAD_REQUEST);
        } else {
            String id = incoming instanceof Incoming.BadRequest bad ? bad.id() : "null";
            connection.strike();
            connection.reply(port.getwork.refused(id, Refusal.INVALID_REQUEST));
        }
    }

    /** Answers a request that is not served, and ends the connection after it. */
    void refused(HttpResponseStatus status) {
        releaseLarge();
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            metrics.foreignProtocols.increment();
        } else {
            connection.strike();
        }
        respond(status, "");
    }

    /** Answers the request under way. */
    void respond(HttpResponseStatus status, String text) {
        if (!connection.isOpen()) {
            return;
        }
        connection.write(requests.response(status, text));
        if (requests.keepsAlive()) {
            requests.resume();
        } else {
            connection.finish();
        }
    }

    void reading(boolean on) {
        connection.reading(on);
    }

    boolean isOverdue(long now, StratumSettings settings) {
        return requests.isOverdue(
                now, settings.loginTimeout.toNanos(), settings.idleTimeout.toNanos(), !miner.isLoggedIn());
    }
}
