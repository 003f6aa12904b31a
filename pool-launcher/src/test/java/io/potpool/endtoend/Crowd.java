package io.potpool.endtoend;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many connections from one address that never read. */
final class Crowd implements AutoCloseable {

    private final List<SocketChannel> channels = new ArrayList<>();

    Crowd(Door door, String from, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channels.add(channel);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.bind(new InetSocketAddress(from, 0));
            channel.connect(new InetSocketAddress("127.0.0.1", door.port()));
            channel.configureBlocking(false);
        }
    }

    /** Sends to each what its socket takes; returns how many are still writable. */
    int send(String text) {
        return send(text.getBytes(StandardCharsets.US_ASCII));
    }

    int send(byte[] bytes) {
        int writable = 0;
        for (SocketChannel channel : channels) {
            try {
                channel.write(ByteBuffer.wrap(bytes));
                writable++;
            } catch (IOException closed) {
                continue;
            }
        }
        return writable;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
