package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.potpool.spi.WorkNotifications;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

class HttpFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern RESPONSE =
            Pattern.compile("HTTP/1\\.1 (\\d{3}) [^\\r\\n]+\\r\\n(?:[^\\r\\n]+\\r\\n)*?(?:\\r\\n)");
    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)\r\n");

    private static final WorkNotifications NOTED = new WorkNotifications() {
        @Override
        public boolean trusts(String path) {
            return path.equals("/secret");
        }

        @Override
        public int posted(String path, byte[] body, InetAddress from) {
            assertThat(body.length).isLessThanOrEqualTo(MAX_BODY);
            return 200;
        }
    };

    private static final StratumSettings SETTINGS = StratumSettings.builder()
            .port(PortSettings.at(new InetSocketAddress(0))
                    .notifications(NOTED)
                    .reverseProxies(TrustedProxies.of(List.of("0.0.0.0/0", "::/0"), false))
                    .build())
            .build();

    /** Bytes that begin like HTTP: whatever follows, answers are whole HTTP responses with JSON, and all is freed. */
    @FuzzTest(maxDuration = "10m")
    void http(byte[] stream) throws IOException {
        ScriptedPool pool = ScriptedPool.withGold();
        EmbeddedChannel channel = new EmbeddedChannel();
        StratumMetrics metrics = new StratumMetrics(pool.metrics());
        Shard shard = new Shard(channel.eventLoop(), SETTINGS, pool, metrics);
        Port port = new Port(SETTINGS.ports.get(0), SETTINGS, metrics);
        Connection connection = new Connection(channel, InetAddress.getLoopbackAddress(), shard, port);
        channel.pipeline().addLast(connection);
        shard.add(connection);
        shard.post(pool.currentJob());
        channel.writeInbound(Unpooled.copiedBuffer("POST /", StandardCharsets.US_ASCII));
        for (int start = 0; start < stream.length && channel.isOpen(); start += 700) {
            int size = Math.min(stream.length - start, 700);
            channel.writeInbound(Unpooled.copiedBuffer(stream, start, size));
            channel.runPendingTasks();
        }
        StringBuilder out = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            out.append(bytes.toString(StandardCharsets.ISO_8859_1));
            bytes.release();
        }
        checkResponses(out.toString());
        assertThat(pool.count("stratum.faults")).isZero();
        channel.finishAndReleaseAll();
    }

    private static void checkResponses(String out) {
        Matcher response = RESPONSE.matcher(out);
        for (int at = 0; at < out.length(); ) {
            assertThat(response.find(at) && response.start() == at).as(out).isTrue();
            at = response.end();
            if (!response.group(1).equals("100")) {
                Matcher length = LENGTH.matcher(response.group());
                assertThat(length.find()).as(out).isTrue();
                int size = Integer.parseInt(length.group(1));
                if (size > 0) {
                    String body = out.substring(at, at + size);
                    assertThat(JSON.readTree(body).isObject()).isTrue();
                }
                at += size;
            }
        }
    }
}
