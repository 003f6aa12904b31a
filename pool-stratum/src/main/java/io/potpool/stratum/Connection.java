package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.potpool.spi.Offence;
import io.potpool.spi.Visit;
import io.potpool.stratum.codec.Incoming;
import io.potpool.stratum.codec.Request;
import io.potpool.stratum.codec.RequestDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: from bytes to requests, from answers to bytes, and its deadlines. Event loop only. */
final class Connection extends ChannelInboundHandlerAdapter implements LineFramer.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long LINGER_NANOS = 1_000_000_000;
    private static final short PROXY_INITIALS = ('P' << 8) | 'R';

    private final Channel channel;
    private final Shard shard;
    private final Port port;
    private final Outbox out;
    private final Miner miner;
    private final LineFramer framer = new LineFramer();
    private final long openedNanos = System.nanoTime();
    private long loginFromNanos = openedNanos;
    private long readNanos = openedNanos;
    private long finishedNanos;
    private InetAddress address;
    private @Nullable HttpLink http;
    private boolean encrypted;
    private boolean stopped;
    private boolean started;
    private boolean finished;
    private Visit visit = Visit.FREE;
    private boolean admitted;

    Connection(Channel channel, InetAddress address, Shard shard, Port port) {
        this.channel = channel;
        this.address = address;
        this.shard = shard;
        this.port = port;
        out = new Outbox(channel, this::pushJob);
        miner = new Miner(this, shard);
    }

    /** Returns the miner's address: the socket's, or what a trusted proxy says it is. */
    InetAddress address() {
        return address;
    }

    Port port() {
        return port;
    }

    boolean isOpen() {
        return !finished;
    }

    /**
     * Comes from an address, the socket's or one that a trusted proxy conveys, perhaps with every request; returns whether
     * it is served.
     */
    boolean comesFrom(InetAddress from) {
        if (admitted && from.equals(address)) {
            return true;
        }
        visit.end();
        address = from;
        Optional<Visit> next = shard.gateway.policy().admit(from, this::evict);
        admitted = next.isPresent();
        visit = next.orElse(Visit.FREE);
        if (!admitted) {
            shard.metrics.refusedPolicy.increment();
            close();
        }
        return admitted;
    }

    /**
     * Has come from an address, the socket's or one that a trusted proxy conveys; returns whether it is served. Where nodes
     * or the miners of an HTTP proxy may be behind it, that is seen when the first request tells whose it is.
     */
    boolean arrivesFrom(InetAddress from) {
        return port.isToldByRequest(from) ? comesUnpoliced(from) : comesFrom(from);
    }

    /** Is a node's from here on, or nobody's yet, and served: no policy concerns it. */
    boolean comesUnpoliced(InetAddress from) {
        visit.end();
        visit = Visit.FREE;
        admitted = false;
        address = from;
        return true;
    }

    /** Returns how the policy sees this connection. */
    Visit visit() {
        return visit;
    }

    /** Ends the session, on any thread: the policy no longer serves it. What was answered is sent before. */
    void evict() {
        channel.eventLoop().execute(() -> {
            if (!finished) {
                shard.metrics.closedByPolicy.increment();
                finish();
            }
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        shard.add(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        finished = true;
        shard.remove(this);
        visit.end();
        miner.end();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        ByteBuf in = (ByteBuf) message;
        try {
            readNanos = System.nanoTime();
            if (!finished && (started || start(context, in))) {
                framer.feed(in, shard.scratch, this);
            }
        } finally {
            ReferenceCountUtil.release(in);
        }
    }

    /** Looks at the first byte that is not blank; returns whether lines may follow. */
    private boolean start(ChannelHandlerContext context, ByteBuf in) throws Exception {
        while (in.isReadable()) {
            FirstByte first = FirstByte.of(in.getByte(in.readerIndex()));
            boolean mustBeTls = !encrypted && port.settings.tls == TlsMode.ONLY;
            if (mustBeTls && (first == FirstByte.LINE || first == FirstByte.HTTP)) {
                foreign();
                return false;
            }
            switch (first) {
                case BLANK -> in.skipBytes(1);
                case LINE -> {
                    started = true;
                    return comesFrom(address);
                }
                case HTTP -> {
                    return startHttp(context, in);
                }
                case TLS -> {
                    startTls(context, in);
                    return false;
                }
                case OTHER -> {
                    malformed();
                    return false;
                }
            }
        }
        return false;
    }

    private void foreign() {
        shard.metrics.foreignProtocols.increment();
        close();
    }

    private void startTls(ChannelHandlerContext context, ByteBuf in) {
        TlsIdentity tls = port.tls;
        if (tls == null || encrypted || port.settings.tls == TlsMode.OFF) {
            foreign();
            return;
        }
        encrypted = true;
        awaitLogin();
        SslHandler handler = tls.handler(channel.alloc(), shard.settings.loginTimeout);
        TlsWatch watch = new TlsWatch(this::awaitLogin, shard.metrics);
        channel.pipeline().addBefore(context.name(), null, handler).addBefore(context.name(), null, watch);
        try {
            handler.channelRead(channel.pipeline().context(handler), in.readRetainedSlice(in.readableBytes()));
        } catch (Exception failure) {
            watch.exceptionCaught(channel.pipeline().context(watch), failure);
        }
    }

    /** Gives the miner his time to log in, which begins anew with a handshake and after it: its arithmetic is not his. */
    private void awaitLogin() {
        loginFromNanos = System.nanoTime();
    }

    /** Returns whether lines follow, which is where HTTP is refused if the port has none. */
    private boolean startHttp(ChannelHandlerContext context, ByteBuf in) throws Exception {
        if (in.readableBytes() > 1 && in.getShort(in.readerIndex()) == PROXY_INITIALS) {
            shard.metrics.proxyRefused.increment();
            close();
            return false;
        }
        if (!port.settings.servesHttp()) {
            started = true;
            return true;
        }
        http = new HttpLink(this, miner, shard.metrics);
        http.begin(channel, context, in);
        return false;
    }

    @Override
    public boolean line(byte[] bytes, int length) {
        if (FirstByte.isBlank(bytes, length)) {
            return true;
        }
        if (FirstByte.isHttp(bytes, length)) {
            shard.metrics.foreignProtocols.increment();
            reply(HttpLink.REFUSAL);
            finish();
            return false;
        }
        Incoming incoming = RequestDecoder.decode(bytes, length);
        if (incoming instanceof Request request) {
            guarded(() -> miner.handle(request));
        } else if (incoming instanceof Incoming.BadRequest bad) {
            reply(miner.voice().refused(bad.id(), Refusal.INVALID_REQUEST));
            strike();
        } else if (incoming instanceof Incoming.Batch) {
            reply(miner.voice().refused("null", Refusal.INVALID_REQUEST));
            malformed();
        } else if (incoming instanceof Incoming.Malformed) {
            malformed();
        }
        return !finished;
    }

    void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException fault) {
            shard.metrics.faults.increment();
            LOG.warn("a request could not be handled, its session ends", fault);
            close();
        }
    }

    @Override
    public void lineTooLong() {
        malformed();
    }

    private void malformed() {
        strike();
        finish();
    }

    /** Counts what is not a request. */
    void strike() {
        shard.metrics.malformed.increment();
        visit.offends(Offence.MALFORMED);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        flush();
    }

    void reply(String line) {
        if (finished || line.isEmpty()) {
            return;
        }
        if (http == null) {
            out.line(line);
        } else {
            http.respond(HttpResponseStatus.OK, line);
        }
    }

    void write(Object message) {
        out.write(message);
    }

    void flush() {
        if (!out.flush()) {
            shard.metrics.closedSlow.increment();
            close();
        } else {
            pushJob();
        }
    }

    void offerJob(boolean clean) {
        miner.offerJob(clean);
        pushJob();
    }

    /** Sends the job that is due, once the socket has taken all that went before. */
    private void pushJob() {
        EncodedJobs jobs = shard.jobs();
        if (finished || jobs == null || !miner.isJobDue() || !out.isEmpty()) {
            return;
        }
        ByteBuf line = miner.takeJob(jobs);
        if (line != null) {
            shard.metrics.jobsPushed.increment();
            out.write(line);
            out.flush();
        }
    }

    /** Closes a connection that is out of its time. */
    void checkDeadlines(long now) {
        StratumSettings settings = shard.settings;
        if (finished) {
            if (now - finishedNanos > LINGER_NANOS) {
                close();
            }
        } else if (out.isStalled(now, settings.stallTimeout.toNanos())) {
            shard.metrics.closedSlow.increment();
            close();
        } else if (http != null) {
            if (http.isOverdue(now, settings)) {
                (miner.isLoggedIn() ? shard.metrics.closedIdle : shard.metrics.closedNoLogin).increment();
                close();
            }
        } else if (!miner.isLoggedIn()) {
            if (now - loginFromNanos > settings.loginTimeout.toNanos()) {
                shard.metrics.closedNoLogin.increment();
                close();
            }
        } else if (isIdle(now)) {
            shard.metrics.closedIdle.increment();
            close();
        } else {
            miner.checkSpeed(now);
        }
    }

    private boolean isIdle(long now) {
        long heard = Math.max(readNanos - openedNanos, out.deliveredNanos() - openedNanos) + openedNanos;
        boolean silent = shard.jobsSince(now) > shard.settings.idleTimeout.toNanos()
                && now - heard > shard.settings.idleTimeout.toNanos();
        return silent || now - readNanos > shard.settings.readIdleTimeout.toNanos();
    }

    /** Reads nothing more, whatever happens. */
    void stopReading() {
        stopped = true;
        channel.config().setAutoRead(false);
    }

    /** Reads, or does not for a while. */
    void reading(boolean on) {
        channel.config().setAutoRead(on && !stopped);
    }

    /** Sends what was said last, then ends the stream; whatever still comes in is dropped. */
    void finish() {
        if (finished) {
            return;
        }
        finished = true;
        finishedNanos = System.nanoTime();
        out.finish();
    }

    void close() {
        finished = true;
        finishedNanos = System.nanoTime();
        out.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{} breaks: {}", this, cause.toString());
        } else {
            shard.metrics.faults.increment();
            LOG.warn("a connection fails and is closed", cause);
        }
        close();
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + channel.id().asShortText();
    }
}
