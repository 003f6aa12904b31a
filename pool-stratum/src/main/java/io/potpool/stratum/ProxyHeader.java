package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.ProtocolDetectionState;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the PROXY header, version 1 or 2, with which a trusted proxy begins a connection, before anything else is read. Then
 * it is gone from the pipeline.
 */
final class ProxyHeader extends ByteToMessageDecoder {

    private static final long WAIT_SECONDS = 3;
    private static final int MAX_TLV_BYTES = 536;

    private final Connection connection;
    private final boolean required;
    private final StratumMetrics metrics;
    private @Nullable Future<?> deadline;

    ProxyHeader(Connection connection, boolean required, StratumMetrics metrics) {
        this.connection = connection;
        this.required = required;
        this.metrics = metrics;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = context.executor().schedule(this::refuse, WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private void stopWaiting() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        ProtocolDetectionState state = HAProxyMessageDecoder.detectProtocol(in).state();
        boolean hopeless = state == ProtocolDetectionState.INVALID || !mayBecomeHeader(in);
        if (hopeless && required) {
            in.skipBytes(in.readableBytes());
            refuse();
        } else if (hopeless) {
            told(connection.address());
            context.pipeline().remove(this);
        } else if (state == ProtocolDetectionState.DETECTED) {
            HAProxyMessageDecoder decoder = new HAProxyMessageDecoder(MAX_TLV_BYTES);
            context.pipeline().addAfter(context.name(), null, new Told());
            context.pipeline().addAfter(context.name(), null, decoder);
            context.pipeline().remove(this);
        }
    }

    private static boolean mayBecomeHeader(ByteBuf in) {
        byte first = in.getByte(in.readerIndex());
        return first == 'P' || first == '\r';
    }

    private void told(InetAddress address) {
        stopWaiting();
        boolean unused = connection.arrivesFrom(address);
    }

    private void refuse() {
        stopWaiting();
        if (connection.isOpen()) {
            metrics.proxyRefused.increment();
            connection.close();
        }
    }

    /** Takes the decoded header; the decoder has left the pipeline by then. */
    private final class Told extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HAProxyMessage header) {
                try {
                    told(source(header));
                } finally {
                    header.release();
                }
                context.pipeline().remove(this);
            } else {
                context.fireChannelRead(message);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            stopWaiting();
            if (cause instanceof DecoderException) {
                metrics.proxyRefused.increment();
                connection.close();
            } else {
                context.fireExceptionCaught(cause);
            }
        }

        /** A health check, or a header of unknown family, leaves the proxy's own address. */
        private InetAddress source(HAProxyMessage header) {
            byte[] address = header.sourceAddress() == null
                    ? null
                    : NetUtil.createByteArrayFromIpAddressString(header.sourceAddress());
            try {
                return address == null ? connection.address() : InetAddress.getByAddress(address);
            } catch (UnknownHostException impossible) {
                return connection.address();
            }
        }
    }
}
