package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

class ProxyHeaderFuzzTest {

    private static final StratumSettings SETTINGS = StratumSettings.builder()
            .port(PortSettings.at(new InetSocketAddress(0))
                    .proxyProtocol(TrustedProxies.of(List.of("127.0.0.1"), false))
                    .build())
            .build();

    /** What a trusted proxy sends first: a header, something else, or neither; nothing breaks and all is freed. */
    @FuzzTest(maxDuration = "10m")
    void proxyHeader(byte[] stream) throws IOException {
        for (int step : new int[] {1, 7, Math.max(1, stream.length)}) {
            ScriptedPool pool = ScriptedPool.withGold();
            EmbeddedChannel channel = new EmbeddedChannel();
            StratumMetrics metrics = new StratumMetrics(pool.metrics());
            Shard shard = new Shard(channel.eventLoop(), SETTINGS, pool, metrics);
            Port port = new Port(SETTINGS.ports.get(0), SETTINGS, metrics);
            Connection connection = new Connection(channel, InetAddress.getByName("127.0.0.1"), shard, port);
            channel.pipeline().addLast(new ProxyHeader(connection, false, metrics));
            channel.pipeline().addLast(connection);
            shard.add(connection);
            for (int start = 0; start < stream.length && channel.isOpen(); start += step) {
                int size = Math.min(stream.length - start, step);
                channel.writeInbound(Unpooled.copiedBuffer(stream, start, size));
                channel.runPendingTasks();
            }
            assertThat(connection.address()).isNotNull();
            assertThat(pool.count("stratum.faults")).isZero();
            for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
                bytes.release();
            }
            channel.finishAndReleaseAll();
        }
    }
}
