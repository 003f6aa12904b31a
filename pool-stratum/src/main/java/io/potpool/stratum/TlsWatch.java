package io.potpool.stratum;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees how a connection's TLS fares and ends it where that fails. Event loop only. */
final class TlsWatch extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);

    private final Runnable secured;
    private final StratumMetrics metrics;
    private boolean failed;

    /** @param secured is run when the handshake is done */
    TlsWatch(Runnable secured, StratumMetrics metrics) {
        this.secured = secured;
        this.metrics = metrics;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent end) {
            if (end.isSuccess()) {
                secured.run();
            } else {
                fail(context, end.cause());
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof SSLException || root instanceof RejectedExecutionException) {
            fail(context, root);
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    /** Counts a failure once; a handshake that was refused has been counted already. */
    private void fail(ChannelHandlerContext context, Throwable cause) {
        if (!failed && !(cause instanceof RejectedExecutionException)) {
            metrics.tlsFailed.increment();
        }
        failed = true;
        LOG.debug("{} fails at TLS: {}", context.channel(), cause.toString());
        context.close();
    }
}
