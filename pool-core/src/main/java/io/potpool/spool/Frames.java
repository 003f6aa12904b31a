package io.potpool.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Records in a file, each behind a mark, its length and its checksum. */
final class Frames {

    static final int OVERHEAD = 12;
    private static final int MARK = 0x50425231;
    private static final int MOST_BYTES = 1 << 26;

    /** A record that is whole: where it begins, where the next begins, and what it holds. */
    static final class Found {

        private final long start;
        private final long next;
        private final byte[] payload;

        Found(long start, long next, byte[] payload) {
            this.start = start;
            this.next = next;
            this.payload = payload;
        }

        long start() {
            return start;
        }

        long next() {
            return next;
        }

        byte[] payload() {
            return payload;
        }
    }

    private Frames() {}

    static ByteBuffer frame(byte[] payload) {
        if (payload.length > MOST_BYTES) {
            throw new IllegalArgumentException("a record of " + payload.length + " bytes");
        }
        return ByteBuffer.allocate(OVERHEAD + payload.length)
                .putInt(MARK)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .flip();
    }

    private static int checksum(byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(payload.length).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }

    /** Returns the first whole record from {@code start} on that ends by {@code end}; what lies before it is damaged. */
    static Optional<Found> next(DiskFile file, long start, long end) throws IOException {
        Optional<Found> found = at(file, start, end);
        if (found.isPresent() || start + OVERHEAD > end) {
            return found;
        }
        byte[] rest = new byte[(int) Math.min(Integer.MAX_VALUE - 16, end - start)];
        ByteBuffer buffer = ByteBuffer.wrap(rest);
        file.read(buffer, start);
        for (int offset = 1; offset + OVERHEAD <= rest.length && found.isEmpty(); offset++) {
            if (buffer.getInt(offset) == MARK) {
                found = at(file, start + offset, end);
            }
        }
        return found;
    }

    private static Optional<Found> at(DiskFile file, long start, long end) throws IOException {
        if (start + OVERHEAD > end) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.allocate(OVERHEAD);
        file.read(head, start);
        int length = head.getInt(4);
        if (head.hasRemaining()
                || head.getInt(0) != MARK
                || length < 0
                || length > MOST_BYTES
                || start + OVERHEAD + length > end) {
            return Optional.empty();
        }
        byte[] payload = new byte[length];
        ByteBuffer body = ByteBuffer.wrap(payload);
        file.read(body, start + OVERHEAD);
        if (body.hasRemaining() || head.getInt(8) != checksum(payload)) {
            return Optional.empty();
        }
        return Optional.of(new Found(start, start + OVERHEAD + length, payload));
    }
}
