package io.potpool.node;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Makes the sockets of one WebSocket connection, which break when too many bytes arrive before a message ends: OkHttp
 * collects a message without a bound of its own.
 */
final class BoundedSockets extends SocketFactory {

    /** The most bytes of a message, with what the connection's opening and its control frames take. */
    static final long MAX_MESSAGE = 1L << 20;

    private final AtomicLong arrived = new AtomicLong();

    /** A message is complete and no longer collected. */
    void messageEnded() {
        arrived.set(0);
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public InputStream getInputStream() throws IOException {
                return new Counted(super.getInputStream());
            }
        };
    }

    private final class Counted extends FilterInputStream {

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int bytes = super.read(target, offset, length);
            count(Math.max(bytes, 0));
            return bytes;
        }

        private void count(int bytes) throws IOException {
            if (arrived.addAndGet(bytes) > MAX_MESSAGE) {
                throw new IOException("a message of more than " + MAX_MESSAGE + " bytes");
            }
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connectsItself();
    }

    private static UnsupportedOperationException connectsItself() {
        return new UnsupportedOperationException("OkHttp connects its sockets itself");
    }
}
