package io.potpool.spool;

import io.potpool.spi.JournalId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of batches of one journal. One thread appends, one reads; what both see is guarded by {@link SegmentQueue}.
 */
final class Segment {

    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    final Path path;
    final FileHeader header;
    final DiskFile file;
    /** The end of what is durable and whole. */
    long length;
    /** Where the first batch lies that the store has not confirmed. */
    long position;

    long records;
    /** How many shares the unconfirmed batches have. */
    long shares;

    long lowest = Long.MAX_VALUE;
    long highest = -1;
    /** When the first unconfirmed batch was written, or an earlier one. */
    long oldestMillis = Long.MAX_VALUE;
    /** Whether nothing may be appended: it is of an earlier run, or its disk has failed. */
    boolean closed;

    boolean damaged;

    private Segment(Path path, FileHeader header, DiskFile file, long length) {
        this.path = path;
        this.header = header;
        this.file = file;
        this.length = length;
        this.position = length;
    }

    JournalId journal() {
        return header.journal();
    }

    static Segment create(HeadedFiles files, String name, FileHeader header) throws IOException {
        HeadedFiles.Opened opened = files.create(name, header);
        return new Segment(opened.path(), header, opened.file(), opened.start());
    }

    /** Opens what an earlier run has left: looks at every record, and cuts what was not written to its end. */
    static Segment recover(HeadedFiles files, Path path) throws IOException {
        HeadedFiles.Opened opened = files.open(path, FileHeader.Kind.BATCHES);
        Segment segment = new Segment(path, opened.header(), opened.file(), opened.start());
        segment.closed = true;
        long size = opened.file().size();
        Optional<Frames.Found> found = Frames.next(segment.file, segment.length, size);
        while (found.isPresent()) {
            if (found.get().start() > segment.length) {
                segment.damaged = true;
                LOG.error(
                        "{} is damaged from byte {} to {}: batches that were answered true are lost, which the store's"
                                + " audit will tell",
                        path,
                        segment.length,
                        found.get().start());
            }
            if (BatchRecord.hasHead(found.get().payload())) {
                segment.note(BatchRecord.read(found.get().payload()));
            } else {
                segment.damaged = true;
                LOG.error(
                        "{} has a record at byte {} that is no batch",
                        path,
                        found.get().start());
            }
            segment.length = found.get().next();
            found = Frames.next(segment.file, segment.length, size);
        }
        if (size > segment.length) {
            LOG.warn("{}: {} bytes of a batch that was not written to its end are cut", path, size - segment.length);
            segment.file.truncate(segment.length);
            segment.file.force();
        }
        return segment;
    }

    /** Writes a record behind the last; returns when it is durable. The caller publishes it with {@link #added}. */
    void write(ByteBuffer frame) throws IOException {
        try {
            file.write(frame, length);
            file.force();
        } catch (IOException failure) {
            try {
                file.truncate(length);
            } catch (IOException untouched) {
                failure.addSuppressed(untouched);
            }
            throw failure;
        }
    }

    void added(BatchRecord added, int bytes) {
        note(added);
        length += bytes;
    }

    private void note(BatchRecord seen) {
        records++;
        shares += seen.shares();
        lowest = Math.min(lowest, seen.lowest());
        highest = Math.max(highest, seen.highest());
        oldestMillis = Math.min(oldestMillis, seen.writtenMillis());
    }

    /** Reads the first unconfirmed record. */
    Frames.Found first(long end) throws IOException {
        return next(position, end).orElseThrow(() -> new IOException(path + " has no batch behind byte " + position));
    }

    /** Reads the first record from {@code start} on that has a head. */
    Optional<Frames.Found> next(long start, long end) throws IOException {
        Optional<Frames.Found> found = Frames.next(file, start, end);
        while (found.isPresent() && !BatchRecord.hasHead(found.get().payload())) {
            found = Frames.next(file, found.get().next(), end);
        }
        return found;
    }
}
