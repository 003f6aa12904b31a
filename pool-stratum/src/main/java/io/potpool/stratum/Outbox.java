package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * What is on its way to one miner. Knows when the socket has taken everything, which is when the next job may follow, and
 * since when a full socket has taken nothing. Event loop only.
 */
final class Outbox implements ChannelFutureListener {

    private static final int MAX_QUEUED = 16;

    private final Channel channel;
    private final Runnable drained;
    private int outstanding;
    private boolean blocked;
    private boolean ending;
    private long progressNanos;
    private long deliveredNanos;

    /** Calls {@code drained} whenever the socket has taken everything. */
    Outbox(Channel channel, Runnable drained) {
        this.channel = channel;
        this.drained = drained;
        deliveredNanos = System.nanoTime();
    }

    void line(String text) {
        ByteBuf out = channel.alloc().buffer(ByteBufUtil.utf8Bytes(text) + 1);
        ByteBufUtil.writeUtf8(out, text);
        write(out.writeByte('\n'));
    }

    /** Writes bytes, or a message that a handler before this one turns into bytes. */
    void write(Object message) {
        outstanding++;
        channel.write(message).addListener(this);
    }

    /** Hands everything to the socket; returns false if it is full and more waits than may. */
    boolean flush() {
        if (outstanding > 0) {
            channel.flush();
            if (outstanding > 0 && !blocked) {
                blocked = true;
                progressNanos = System.nanoTime();
            }
        }
        return outstanding <= MAX_QUEUED;
    }

    boolean isEmpty() {
        return outstanding == 0;
    }

    /** Returns whether a full socket has taken nothing for {@code nanos}. */
    boolean isStalled(long now, long nanos) {
        return blocked && now - progressNanos > nanos;
    }

    /** Returns when the socket last took something. */
    long deliveredNanos() {
        return deliveredNanos;
    }

    @Override
    public void operationComplete(ChannelFuture write) {
        outstanding--;
        if (!write.isSuccess()) {
            channel.close();
            return;
        }
        deliveredNanos = System.nanoTime();
        progressNanos = deliveredNanos;
        if (outstanding == 0) {
            blocked = false;
            drained.run();
        }
    }

    /** Sends what there is, then the end of the stream; the miner's side is expected to close. */
    void finish() {
        ending = true;
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener(flushed -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (flushed.isSuccess() && tls != null) {
                tls.closeOutbound().addListener(notified -> endStream(notified.isSuccess()));
            } else {
                endStream(flushed.isSuccess());
            }
        });
    }

    /**
     * Ends the connection at once. Whoever does not read what is on its way is not told by TLS, which would wait for him
     * and write a line into the log.
     */
    void close() {
        ChannelHandlerContext tls =
                ending || outstanding > 0 ? channel.pipeline().context(SslHandler.class) : null;
        if (tls == null) {
            channel.close();
        } else {
            tls.close();
        }
    }

    private void endStream(boolean possible) {
        if (possible && channel instanceof SocketChannel socket) {
            socket.shutdownOutput();
        } else {
            channel.close();
        }
    }
}
