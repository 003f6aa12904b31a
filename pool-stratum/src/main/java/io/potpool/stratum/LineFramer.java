package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.potpool.stratum.codec.RequestDecoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into lines. It holds nothing but an unfinished line, and never more than one line may have.
 */
final class LineFramer {

    /** Takes lines; returns whether it wants more. */
    interface Sink {

        /** Takes a line without its line feed: the first {@code length} bytes, valid during the call only. */
        boolean line(byte[] bytes, int length);

        /** Is told once that a line is too long; nothing follows. */
        void lineTooLong();
    }

    private static final int FIRST_CAPACITY = 256;

    private byte @Nullable [] partial;
    private int held;

    /** Consumes {@code in} until it is empty or the sink has enough; {@code scratch} holds a line of the longest size. */
    void feed(ByteBuf in, byte[] scratch, Sink sink) {
        while (in.isReadable()) {
            int available = in.readableBytes();
            int toFeed = in.bytesBefore((byte) '\n');
            int content = toFeed < 0 ? available : toFeed;
            if (held + content >= RequestDecoder.MAX_LINE) {
                partial = null;
                in.skipBytes(available);
                sink.lineTooLong();
                return;
            }
            if (toFeed < 0) {
                keep(in, content);
                return;
            }
            int length = held + content;
            if (partial != null) {
                System.arraycopy(partial, 0, scratch, 0, held);
            }
            in.readBytes(scratch, held, content).skipBytes(1);
            partial = null;
            held = 0;
            if (!sink.line(scratch, length)) {
                in.skipBytes(in.readableBytes());
                return;
            }
        }
    }

    private void keep(ByteBuf in, int count) {
        byte[] bytes = partial;
        int needed = held + count;
        if (bytes == null) {
            bytes = new byte[Math.max(FIRST_CAPACITY, needed)];
        } else if (bytes.length < needed) {
            bytes = Arrays.copyOf(bytes, Math.min(RequestDecoder.MAX_LINE, Math.max(needed, bytes.length * 2)));
        }
        in.readBytes(bytes, held, count);
        partial = bytes;
        held = needed;
    }
}
