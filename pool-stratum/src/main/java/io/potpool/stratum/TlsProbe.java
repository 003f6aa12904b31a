package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** Tries a certificate and its key by a handshake in memory: it succeeds only if they belong together. */
final class TlsProbe {

    private TlsProbe() {}

    /** @throws SSLException if no miner could connect */
    static void check(SslContext server) throws SSLException {
        SslContext client = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .build();
        SslHandler miner = client.newHandler(UnpooledByteBufAllocator.DEFAULT);
        EmbeddedChannel here = end(server.newHandler(UnpooledByteBufAllocator.DEFAULT));
        EmbeddedChannel there = end(miner);
        try {
            while (pass(there, here) || pass(here, there)) {
                // until neither has anything to say
            }
            if (!miner.handshakeFuture().isSuccess()) {
                throw new SSLException("the key does not fit the certificate ("
                        + miner.handshakeFuture().cause() + ")");
            }
        } finally {
            here.finishAndReleaseAll();
            there.finishAndReleaseAll();
        }
    }

    /** What fails is seen in the handshake's end. */
    private static EmbeddedChannel end(SslHandler handler) {
        return new EmbeddedChannel(handler, new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                context.close();
            }
        });
    }

    private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
        ByteBuf bytes = from.readOutbound();
        if (bytes == null) {
            return false;
        }
        if (to.isOpen()) {
            to.writeInbound(bytes);
        } else {
            bytes.release();
        }
        return true;
    }
}
