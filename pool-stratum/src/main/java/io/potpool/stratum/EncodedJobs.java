package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.potpool.domain.Difficulty;
import io.potpool.work.Job;
import java.util.HashMap;
import java.util.Map;

/** The lines of one job, each encoded once in an event loop and shared by all of its sessions. Not for other threads. */
final class EncodedJobs {

    private static final int DIFFICULTY_ROOM = 128;

    private final Job job;
    private final Difficulty unleased;
    private final String algorithm;
    private final ByteBufAllocator buffers;
    private final Map<Key, Encoded> lines = new HashMap<>();

    private record Key(Dialect dialect, boolean clean) {}

    private record Encoded(ByteBuf head, ByteBuf tail) {}

    EncodedJobs(Job job, Difficulty unleased, String algorithm, ByteBufAllocator buffers) {
        this.job = job;
        this.unleased = unleased;
        this.algorithm = algorithm;
        this.buffers = buffers;
    }

    Job job() {
        return job;
    }

    Work work() {
        return work(job.clean());
    }

    private Work work(boolean clean) {
        return new Work(job, unleased, clean, algorithm);
    }

    /** Returns the same bytes for every session; the caller releases them. */
    ByteBuf shared(Dialect dialect, boolean clean) {
        return encoded(dialect, clean).head().retainedDuplicate();
    }

    /** Returns the line with a session's own prefix in it, after {@code before}, a line or nothing. */
    ByteBuf personal(Dialect dialect, boolean clean, String before, String prefix) {
        Encoded line = encoded(dialect, clean);
        int size = line.head.readableBytes() + line.tail.readableBytes() + prefix.length();
        ByteBuf out = buffers.buffer(before.isEmpty() ? size : size + DIFFICULTY_ROOM);
        if (!before.isEmpty()) {
            ByteBufUtil.writeUtf8(out, before);
            out.writeByte('\n');
        }
        out.writeBytes(line.head, line.head.readerIndex(), line.head.readableBytes());
        ByteBufUtil.writeUtf8(out, prefix);
        return out.writeBytes(line.tail, line.tail.readerIndex(), line.tail.readableBytes());
    }

    private Encoded encoded(Dialect dialect, boolean clean) {
        return lines.computeIfAbsent(new Key(dialect, clean), unused -> {
            JobLine line = dialect.job(work(clean));
            boolean whole = line.tail().isEmpty();
            return new Encoded(bytes(line.head() + (whole ? "\n" : "")), bytes(whole ? "" : line.tail() + "\n"));
        });
    }

    private ByteBuf bytes(String text) {
        ByteBuf out = buffers.directBuffer(Math.max(1, text.length()));
        ByteBufUtil.writeUtf8(out, text);
        return out;
    }

    void release() {
        lines.values().forEach(line -> {
            line.head.release();
            line.tail.release();
        });
        lines.clear();
    }
}
