package io.potpool.spool;

import io.potpool.spi.JournalId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first bytes of every file of the spool: magic, version, whose it is, and a checksum.
 *
 * @param kind what records follow
 * @param pool the pool whose file it is: its chain's name and id
 * @param journal the journal whose batches or moves follow, or the run; of no meaning in a file of solutions
 * @param number counts the files of a spool, so that they are replayed in their order
 */
record FileHeader(Kind kind, String pool, JournalId journal, long number) {

    /** What a file holds. */
    enum Kind {
        BATCHES(1),
        SOLUTIONS(2),
        NUMBERS(3),
        RUN(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind of(int code) throws IOException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("a spool file of kind " + code);
        }
    }

    static final int VERSION = 1;
    private static final byte[] MAGIC = "POTSPOOL".getBytes(StandardCharsets.US_ASCII);
    private static final int START = 8 + 4 + 4;
    private static final int MOST_BYTES = 1 << 12;

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(body);
        out.writeByte(kind.code);
        Fields.writeText(out, pool);
        out.writeLong(journal.high());
        out.writeLong(journal.low());
        out.writeLong(number);
        byte[] whole = ByteBuffer.allocate(START + body.size() + 4)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(body.size())
                .put(body.toByteArray())
                .array();
        ByteBuffer.wrap(whole).putInt(whole.length - 4, checksum(whole, whole.length - 4));
        return whole;
    }

    /**
     * Reads the header of {@code file}.
     *
     * @throws SpoolException if it is not this pool's, of another kind, or of a newer version
     */
    static FileHeader read(DiskFile file, Path path, Kind kind, String pool) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(START);
        file.read(start, 0);
        byte[] magic = new byte[MAGIC.length];
        start.flip();
        if (start.remaining() >= START) {
            start.get(magic);
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw new SpoolException(path + " is not a file of a spool: move it elsewhere, it has been left as it is");
        }
        int version = start.getInt();
        if (version != VERSION) {
            throw new SpoolException(path + " was written by a newer version (format " + version
                    + "): start that version until the spool is empty; the file has been left as it is");
        }
        int length = start.getInt();
        if (length < 0 || length > MOST_BYTES) {
            throw damaged(path);
        }
        byte[] whole = new byte[START + length + 4];
        ByteBuffer buffer = ByteBuffer.wrap(whole);
        file.read(buffer, 0);
        if (buffer.hasRemaining() || buffer.getInt(whole.length - 4) != checksum(whole, whole.length - 4)) {
            throw damaged(path);
        }
        return checked(parse(whole), path, kind, pool);
    }

    private static FileHeader parse(byte[] whole) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(whole, START, whole.length - START - 4));
        Kind kind = Kind.of(in.readUnsignedByte());
        return new FileHeader(kind, Fields.readText(in), new JournalId(in.readLong(), in.readLong()), in.readLong());
    }

    private static FileHeader checked(FileHeader header, Path path, Kind kind, String pool) {
        if (header.kind() != kind) {
            throw new SpoolException(path + " holds " + header.kind() + " under the name of a file of " + kind
                    + ": give it its own name back");
        }
        if (!header.pool().equals(pool)) {
            throw new SpoolException(path + " belongs to the pool of " + header.pool() + ", this is the pool of " + pool
                    + ": give each pool a spool directory of its own; the file has been left as it is");
        }
        return header;
    }

    private static SpoolException damaged(Path path) {
        return new SpoolException(
                path + " has a damaged header: move it elsewhere and keep it; it has been left as it is");
    }
}
