package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.potpool.stratum.codec.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitSegmentsTest implements LineFramer.Sink {

    private final List<String> lines = new ArrayList<>();
    private int tooLong;

    @Override
    public boolean line(byte[] bytes, int length) {
        lines.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
        return !lines.get(lines.size() - 1).equals("stop");
    }

    @Override
    public void lineTooLong() {
        tooLong++;
    }

    private static void feed(LineFramer framer, LineFramer.Sink sink, String text) {
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        framer.feed(in, new byte[RequestDecoder.MAX_LINE], sink);
        assertThat(in.isReadable()).isFalse();
        in.release();
    }

    @Test
    void linesAreTheSameWhereverTheStreamIsCut() {
        String text = "first\n\n{\"id\":1}\r\n" + "x".repeat(700) + "\nlast\n";
        List<String> whole = text.lines()
                .map(line -> line.equals("{\"id\":1}") ? line + "\r" : line)
                .toList();
        for (int size = 1; size <= text.length(); size++) {
            lines.clear();
            LineFramer framer = new LineFramer();
            for (int start = 0; start < text.length(); start += size) {
                feed(framer, this, text.substring(start, Math.min(text.length(), start + size)));
            }
            assertThat(lines).as("segments of %d", size).isEqualTo(whole);
        }
        assertThat(tooLong).isZero();
    }

    @Test
    void aLineTooLongIsToldOnceHoweverItComes() {
        for (int size : new int[] {1, 100, 4095, 4096, 5000}) {
            tooLong = 0;
            LineFramer framer = new LineFramer();
            String text = "y".repeat(4096);
            for (int start = 0; start < text.length(); start += size) {
                feed(framer, this, text.substring(start, Math.min(text.length(), start + size)));
            }
            assertThat(tooLong).as("segments of %d", size).isEqualTo(1);
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void nothingFollowsOnceTheSinkHasEnough() {
        feed(new LineFramer(), this, "stop\nnever\n");
        assertThat(lines).containsExactly("stop");
    }
}
