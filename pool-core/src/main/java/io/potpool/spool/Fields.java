package io.potpool.spool;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/** The parts that records are made of. Reading is total: anything else than what was written is an IOException. */
final class Fields {

    private static final int MOST_BYTES = 1 << 16;

    private Fields() {}

    /** Writes a number of at least 0, seven bits a byte, lowest first. */
    static void writeCount(DataOutput out, long value) throws IOException {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.writeByte((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long readCount(DataInput in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IOException("a number without an end");
    }

    /** Reads a number of at most {@code most}. */
    static int readCount(DataInput in, int most) throws IOException {
        long count = readCount(in);
        if (count > most) {
            throw new IOException(count + " where " + most + " is the most");
        }
        return (int) count;
    }

    private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
        if (bytes.length > MOST_BYTES) {
            throw new IOException("a field of " + bytes.length + " bytes");
        }
        writeCount(out, bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        byte[] bytes = new byte[readCount(in, MOST_BYTES)];
        in.readFully(bytes);
        return bytes;
    }

    static void writeText(DataOutput out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String readText(DataInput in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    /** Writes an integer of any sign and size. */
    static void writeInteger(DataOutput out, BigInteger value) throws IOException {
        writeBytes(out, value.toByteArray());
    }

    static BigInteger readInteger(DataInput in) throws IOException {
        byte[] bytes = readBytes(in);
        if (bytes.length == 0) {
            throw new IOException("an integer without digits");
        }
        return new BigInteger(bytes);
    }

    static Difficulty readDifficulty(DataInput in) throws IOException {
        return new Difficulty(readInteger(in));
    }

    static void writeHash(DataOutput out, Hash256 hash) throws IOException {
        out.writeLong(hash.w0());
        out.writeLong(hash.w1());
        out.writeLong(hash.w2());
        out.writeLong(hash.w3());
    }

    static Hash256 readHash(DataInput in) throws IOException {
        return new Hash256(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    static void writeInstant(DataOutput out, Instant at) throws IOException {
        out.writeLong(at.getEpochSecond());
        out.writeInt(at.getNano());
    }

    static Instant readInstant(DataInput in) throws IOException {
        try {
            return Instant.ofEpochSecond(in.readLong(), in.readInt());
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new IOException("not a time", wrong);
        }
    }
}
