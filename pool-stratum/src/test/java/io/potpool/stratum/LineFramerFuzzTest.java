package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.potpool.stratum.codec.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class LineFramerFuzzTest {

    private static final class Collected implements LineFramer.Sink {
        private final List<String> lines = new ArrayList<>();
        private boolean tooLong;

        @Override
        public boolean line(byte[] bytes, int length) {
            lines.add(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
            return true;
        }

        @Override
        public void lineTooLong() {
            tooLong = true;
        }
    }

    /** Cuts the stream into segments whose sizes are its own bytes; the lines must be those of a plain split. */
    @FuzzTest(maxDuration = "10m")
    void framing(byte[] stream) {
        LineFramer framer = new LineFramer();
        Collected collected = new Collected();
        byte[] scratch = new byte[RequestDecoder.MAX_LINE];
        int start = 0;
        while (start < stream.length && !collected.tooLong) {
            int size = Math.min(stream.length - start, 1 + (stream[start] & 0xff) * 8);
            ByteBuf segment = Unpooled.wrappedBuffer(stream, start, size);
            framer.feed(segment, scratch, collected);
            assertThat(segment.isReadable()).isFalse();
            start += size;
        }
        String[] whole = new String(stream, StandardCharsets.ISO_8859_1).split("\n", -1);
        for (int i = 0; i < collected.lines.size(); i++) {
            assertThat(collected.lines.get(i)).isEqualTo(whole[i]);
        }
        if (collected.tooLong) {
            assertThat(whole[collected.lines.size()].length()).isGreaterThanOrEqualTo(RequestDecoder.MAX_LINE);
        } else {
            assertThat(collected.lines).hasSize(whole.length - 1);
        }
    }
}
