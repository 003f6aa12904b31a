package io.potpool.ethash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * A dataset in a file: a header, a checksum for each segment of 1 MiB, then the pages. It is called {@code .part} while
 * it is incomplete and is renamed when every segment is there. A segment counts as there if its checksum is that of its
 * bytes, so neither the end of a process nor of the machine can leave a wrong page behind that is believed.
 *
 * <p>Segments may be written by several threads, each segment by one.
 */
final class DatasetFile implements AutoCloseable {

    /** Bytes of a segment; the last may be shorter. */
    static final int SEGMENT_BYTES = 1 << 20;

    private static final long MAGIC = 0x504f_5450_4441_4701L;
    private static final int HEADER_BYTES = 4096;

    /** Set beside a checksum, so that none is zero, which stands for a segment never written. */
    private static final long PRESENT = 1L << 32;

    private final Path complete;
    private final Path incomplete;
    private final LightCache cache;
    private final FileChannel channel;
    private final int segments;
    private final long dataOffset;

    private DatasetFile(Path directory, LightCache cache, boolean isComplete) throws IOException {
        this.cache = cache;
        this.complete = directory.resolve(name(cache.epoch()) + ".dag");
        this.incomplete = directory.resolve(name(cache.epoch()) + ".part");
        this.segments = Math.toIntExact((cache.datasetBytes() + SEGMENT_BYTES - 1) / SEGMENT_BYTES);
        this.dataOffset = HEADER_BYTES + roundUp((long) segments * Long.BYTES, HEADER_BYTES);
        if (isComplete) {
            Files.move(complete, incomplete, StandardCopyOption.ATOMIC_MOVE);
        }
        this.channel = FileChannel.open(
                incomplete, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Opens the file of a cache's dataset, complete or not, or begins a new one. Until {@link #complete} is called it
     * counts as incomplete.
     */
    static DatasetFile open(Path directory, LightCache cache) throws IOException {
        Files.createDirectories(directory);
        DatasetFile file =
                new DatasetFile(directory, cache, Files.exists(directory.resolve(name(cache.epoch()) + ".dag")));
        try {
            if (!file.header().equals(file.readHeader())) {
                file.channel.truncate(0);
                file.write(file.header(), 0);
            }
        } catch (IOException | RuntimeException fault) {
            file.close();
            throw fault;
        }
        return file;
    }

    /** Returns the name of an epoch's file without its ending: its number and the first bytes of its seed. */
    static String name(EthashEpoch epoch) {
        return String.format(
                Locale.ROOT, "ethash-%d-%08x", epoch.number(), epoch.seed().w0() >>> 32);
    }

    private ByteBuffer header() {
        return ByteBuffer.allocate(48)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(MAGIC)
                .putLong(cache.epoch().number())
                .putLong(cache.epoch().seedRounds())
                .putLong(cache.rows().divisor())
                .putLong(cache.datasetBytes())
                .putLong(SEGMENT_BYTES)
                .flip();
    }

    private ByteBuffer readHeader() throws IOException {
        ByteBuffer read = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        read(read, 0);
        return read.flip();
    }

    /** Returns the bytes of the whole file. */
    long bytes() {
        return dataOffset + cache.datasetBytes();
    }

    /** Returns the bytes already on disk. */
    long bytesThere() throws IOException {
        return channel.size();
    }

    int segments() {
        return segments;
    }

    int segmentBytes(int segment) {
        return (int) Math.min(SEGMENT_BYTES, cache.datasetBytes() - (long) segment * SEGMENT_BYTES);
    }

    /** Returns whether a segment was written and its bytes are still those; reads them. */
    boolean isIntact(int segment, ByteBuffer scratch) throws IOException {
        ByteBuffer sum = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (!read(sum, HEADER_BYTES + (long) segment * Long.BYTES) || sum.getLong(0) == 0) {
            return false;
        }
        scratch.clear().limit(segmentBytes(segment));
        return read(scratch, dataOffset + (long) segment * SEGMENT_BYTES) && sum.getLong(0) == checksum(scratch.flip());
    }

    /** Returns whether a checksum was ever written for a segment. */
    boolean isClaimed(int segment) throws IOException {
        ByteBuffer sum = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return read(sum, HEADER_BYTES + (long) segment * Long.BYTES) && sum.getLong(0) != 0;
    }

    /** Writes a segment and then its checksum. */
    void write(int segment, ByteBuffer data) throws IOException {
        long sum = checksum(data);
        write(data, dataOffset + (long) segment * SEGMENT_BYTES);
        write(
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(sum)
                        .flip(),
                HEADER_BYTES + (long) segment * Long.BYTES);
    }

    private static long checksum(ByteBuffer data) {
        CRC32C crc = new CRC32C();
        crc.update(data.duplicate());
        return crc.getValue() | PRESENT;
    }

    /** Brings to disk what was written so far, so that the end is no burst. */
    void flush() throws IOException {
        channel.force(false);
    }

    /** Brings everything to disk, gives the file its final name and maps it. */
    Dataset complete() throws IOException {
        channel.force(true);
        Files.move(incomplete, complete, StandardCopyOption.ATOMIC_MOVE);
        return new Dataset(cache.epoch(), cache.pages(), new MappedPages(complete, dataOffset));
    }

    /** Deletes what there is, to give the disk back. */
    void delete() throws IOException {
        channel.truncate(0);
        Files.deleteIfExists(incomplete);
    }

    private boolean read(ByteBuffer into, long position) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (channel.read(into, position + into.position() - start) < 0) {
                return false;
            }
        }
        return true;
    }

    private void write(ByteBuffer from, long position) throws IOException {
        int start = from.position();
        while (from.hasRemaining()) {
            channel.write(from, position + from.position() - start);
        }
    }

    private static long roundUp(long value, long unit) {
        return (value + unit - 1) / unit * unit;
    }

    @Override
    public String toString() {
        return complete.toString();
    }

    /** Closes the file; what is mapped stays mapped. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
