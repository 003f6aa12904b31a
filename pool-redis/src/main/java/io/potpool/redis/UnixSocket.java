package io.potpool.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A socket over a unix domain channel, which the platform only offers as a channel; with read time-outs. */
final class UnixSocket extends Socket {

    private final SocketChannel channel;
    private final Selector reading;
    private final Selector writing;
    private volatile int timeoutMillis;

    UnixSocket(Path path) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.configureBlocking(false);
            reading = Selector.open();
            writing = Selector.open();
            channel.register(reading, SelectionKey.OP_READ);
            channel.register(writing, SelectionKey.OP_WRITE);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = channel.read(ByteBuffer.wrap(bytes, offset, length));
                while (count == 0 && length > 0) {
                    await(reading);
                    count = channel.read(ByteBuffer.wrap(bytes, offset, length));
                }
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
                while (rest.hasRemaining()) {
                    if (channel.write(rest) == 0) {
                        await(writing);
                    }
                }
            }
        };
    }

    private void await(Selector selector) throws IOException {
        int ready = selector.select(timeoutMillis);
        selector.selectedKeys().clear();
        if (ready == 0) {
            throw new SocketTimeoutException("the server did not answer in " + timeoutMillis + " ms");
        }
    }

    /** Also bounds how long a write may wait. */
    @Override
    public synchronized void setSoTimeout(int millis) {
        timeoutMillis = millis;
    }

    @Override
    public synchronized int getSoTimeout() {
        return timeoutMillis;
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return isClosed();
    }

    @Override
    public boolean isOutputShutdown() {
        return isClosed();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
        reading.close();
        writing.close();
    }
}
