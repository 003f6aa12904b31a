package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NotifyServerTest {

    private final Metrics metrics = new Metrics();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean exhausted = true;

    private SocketChannel accept(ServerSocketChannel server) throws IOException {
        if (exhausted) {
            failures.incrementAndGet();
            throw new IOException("Too many open files");
        }
        return server.accept();
    }

    @Test
    void anAcceptThatFailsIsTriedAgainAfterPausesAndThePostIsTaken() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        long begun = System.nanoTime();
        try (NotifyServer server = new NotifyServer(any, (path, body, from) -> 200, metrics, this::accept);
                Socket node = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
            node.getOutputStream()
                    .write("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
            Fixture.until(() -> failures.get() >= 3);
            long halfSeconds = (System.nanoTime() - begun) / 500_000_000L;
            assertThat(failures.get()).isLessThanOrEqualTo((int) halfSeconds + 2);

            exhausted = false;
            assertThat(new String(node.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(metrics.snapshot().get("node.notify{acceptFailed}")).isEqualTo(failures.get());
    }
}
