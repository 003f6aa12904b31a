package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.potpool.domain.Hash256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import tools.jackson.databind.json.JsonMapper;

class SessionFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Hash256 NEXT = Hash256.parse("22".repeat(32));
    private static final StratumSettings SETTINGS = StratumSettings.builder()
            .port(PortSettings.at(new InetSocketAddress(0))
                    .protocols(EnumSet.complementOf(EnumSet.of(MinerProtocol.GETWORK)))
                    .build())
            .build();

    /** A whole session without a socket: every line that comes out is one JSON object, nothing breaks, all is freed. */
    @FuzzTest(maxDuration = "10m")
    void session(byte[] stream) throws IOException {
        ScriptedPool pool = ScriptedPool.withGold();
        EmbeddedChannel channel = new EmbeddedChannel();
        StratumMetrics metrics = new StratumMetrics(pool.metrics());
        Shard shard = new Shard(channel.eventLoop(), SETTINGS, pool, metrics);
        Port port = new Port(SETTINGS.ports.get(0), SETTINGS, metrics);
        Connection connection = new Connection(channel, InetAddress.getLoopbackAddress(), shard, port);
        channel.pipeline().addLast(connection);
        shard.add(connection);
        shard.post(pool.currentJob());
        for (int start = 0; start < stream.length && channel.isOpen(); ) {
            int size = Math.min(stream.length - start, 700);
            channel.writeInbound(Unpooled.copiedBuffer(stream, start, size));
            channel.runPendingTasks();
            start += size;
        }
        shard.post(java.util.Optional.of(pool.announce(NEXT, ScriptedPool.HEIGHT + 1, true)));
        channel.runPendingTasks();
        StringBuilder out = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            out.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
        if (!out.toString().startsWith("HTTP/1.1 400")) {
            out.toString()
                    .lines()
                    .forEach(line -> assertThat(JSON.readTree(line).isObject()).isTrue());
        }
        assertThat(pool.count("stratum.faults")).isZero();
        channel.finishAndReleaseAll();
    }
}
