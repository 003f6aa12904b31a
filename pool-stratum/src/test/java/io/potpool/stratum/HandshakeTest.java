package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandshakeTest {

    @TempDir
    Path directory;

    private final ScriptedPool pool = ScriptedPool.withGold();
    private final StratumMetrics metrics = new StratumMetrics(pool.metrics());
    private SslHandler miner;
    private TlsFiles files;

    @BeforeEach
    void makeCertificate() throws IOException {
        files = Certificates.files(directory);
        Certificates.make(files, "first", "ec");
        miner = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm("")
                .build()
                .newHandler(UnpooledByteBufAllocator.DEFAULT);
    }

    @Test
    void aHandshakeThatFindsTheQueueFullIsRefusedCountedAndNoFault() throws IOException {
        ThreadPoolExecutor full = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        full.shutdown();
        try (TlsIdentity tls = new TlsIdentity(files, Duration.ofHours(1), metrics, full)) {
            EmbeddedChannel client = new EmbeddedChannel(miner);
            EmbeddedChannel server = new EmbeddedChannel(
                    tls.handler(UnpooledByteBufAllocator.DEFAULT, Duration.ofMinutes(1)),
                    new TlsWatch(() -> {}, metrics));
            pass(client, server);
            assertThat(server.isOpen()).isFalse();
            assertThat(pool.count("stratum.tls{overloaded}")).isEqualTo(1);
            assertThat(pool.count("stratum.tls{failed}")).isZero();
            client.finishAndReleaseAll();
            server.finishAndReleaseAll();
        }
    }

    @Test
    void theTimeToLogInBeginsWhenTheHandshakeIsDone() throws IOException {
        StratumSettings settings = StratumSettings.builder()
                .port(PortSettings.at(new InetSocketAddress(0))
                        .tls(TlsMode.ONLY, files)
                        .build())
                .build();
        try (Port port = new Port(settings.ports.get(0), settings, metrics)) {
            EmbeddedChannel client = new EmbeddedChannel(miner);
            EmbeddedChannel server = new EmbeddedChannel();
            Shard shard = new Shard(server.eventLoop(), settings, pool, metrics);
            Connection connection = new Connection(server, InetAddress.getLoopbackAddress(), shard, port);
            long opened = System.nanoTime();
            server.pipeline().addLast(connection);
            Awaitility.await().until(() -> {
                pass(client, server);
                server.runPendingTasks();
                pass(server, client);
                return miner.handshakeFuture().isSuccess();
            });
            pass(client, server);
            connection.checkDeadlines(opened + settings.loginTimeout.toNanos() + 1);
            assertThat(connection.isOpen()).isTrue();
            connection.checkDeadlines(System.nanoTime() + settings.loginTimeout.toNanos() + 1);
            assertThat(connection.isOpen()).isFalse();
            assertThat(pool.count("stratum.closed{no-login}")).isEqualTo(1);
            client.finishAndReleaseAll();
            server.finishAndReleaseAll();
        }
    }

    private static void pass(EmbeddedChannel from, EmbeddedChannel to) {
        for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
            to.writeInbound(bytes);
        }
    }
}
