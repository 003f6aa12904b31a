package io.potpool.spool;

import io.potpool.spi.CreditBatch;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareCredit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of a spool in their order, in files. One thread appends, one takes the first; everybody may ask.
 *
 * <p>A file goes when all of its batches are confirmed.
 */
final class SegmentQueue {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentQueue.class);

    private final HeadedFiles files;
    private final int segmentBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long nextNumber = 1;
    private long records;
    private long bytes;
    private long highest = -1;
    private boolean appending;

    /** The first batch that the store has not confirmed. */
    record First(Segment segment, BatchRecord record, long next) {

        /** @throws IOException if its shares cannot be read */
        CreditBatch batch() throws IOException {
            return record.batch(segment.journal());
        }
    }

    SegmentQueue(HeadedFiles files, int segmentBytes) {
        this.files = files;
        this.segmentBytes = segmentBytes;
    }

    static String name(JournalId journal, long number) {
        return String.format("%s-%08d%s", journal, number, SpoolDirectory.BATCHES);
    }

    /** Takes over files of earlier runs, in the order of their numbers; empty ones go. */
    synchronized void recover(List<Segment> found) throws IOException {
        for (Segment segment : found) {
            nextNumber = Math.max(nextNumber, segment.header.number() + 1);
            if (segment.records == 0 && !segment.damaged) {
                files.remove(segment.path, segment.file);
            } else if (segment.records == 0) {
                files.setAside(segment.path, segment.file);
            } else {
                add(segment);
                records += segment.records;
                highest = Math.max(highest, segment.highest);
            }
        }
    }

    private void add(Segment segment) {
        segments.addLast(segment);
        bytes += segment.length;
    }

    /** Appends a batch; returns when it is durable. */
    void append(CreditBatch batch, long nowMillis) throws IOException {
        BatchRecord added = BatchRecord.of(batch, nowMillis);
        ByteBuffer frame = Frames.frame(added.payload());
        int size = frame.remaining();
        Segment last = last(batch.journal(), size);
        try {
            if (last == null) {
                last = create(batch.journal());
            }
            last.write(frame);
            published(last, added, size);
        } catch (IOException | RuntimeException | Error failure) {
            closed(last);
            throw failure;
        }
    }

    /** Returns the file that a batch goes to, reserved for it, or null if it needs a new one. */
    private synchronized @Nullable Segment last(JournalId journal, int size) {
        appending = true;
        Segment last = segments.peekLast();
        boolean fits = last != null
                && !last.closed
                && last.journal().equals(journal)
                && (last.records == 0 || last.length + size <= segmentBytes);
        return fits ? last : null;
    }

    private Segment create(JournalId journal) throws IOException {
        long number;
        synchronized (this) {
            number = nextNumber++;
        }
        FileHeader header = new FileHeader(FileHeader.Kind.BATCHES, files.pool(), journal, number);
        Segment created = Segment.create(files, name(journal, number), header);
        synchronized (this) {
            add(created);
        }
        return created;
    }

    private synchronized void published(Segment segment, BatchRecord added, int size) {
        segment.added(added, size);
        records++;
        bytes += size;
        appending = false;
        notifyAll();
    }

    /** What a failed disk has made of a file is not known: nothing more goes there. */
    private void closed(@Nullable Segment segment) {
        boolean done;
        synchronized (this) {
            appending = false;
            if (segment == null) {
                return;
            }
            segment.closed = true;
            done = takeIfDone(segment);
        }
        if (done) {
            discard(segment);
        }
    }

    /** Returns the first unconfirmed batch, waiting for one up to {@code millis}. For one thread. */
    Optional<First> first(long millis) throws IOException, InterruptedException {
        Segment segment;
        long end;
        synchronized (this) {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            long left = millis;
            while (records == 0 && left > 0) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
            segment = segments.stream()
                    .filter(each -> each.records > 0)
                    .findFirst()
                    .orElse(null);
            if (segment == null) {
                return Optional.empty();
            }
            end = segment.length;
        }
        Frames.Found found = segment.first(end);
        return Optional.of(new First(segment, BatchRecord.read(found.payload()), found.next()));
    }

    /**
     * Keeps a batch, durably, in a file of its own that nobody replays unless it is renamed; the batch stays the first.
     *
     * @param as under which journal and sequence the store would get it
     */
    Path keepApart(First first, Numbering.Place as) throws IOException {
        return files.keepApart(as, Frames.frame(first.record().payload(as.sequence())));
    }

    /** The store has confirmed the first batch, or knows that it is missing. */
    void confirmed(First first) {
        Segment segment = first.segment();
        boolean done;
        synchronized (this) {
            segment.position = first.next();
            segment.oldestMillis = first.record().writtenMillis();
            segment.records--;
            segment.shares -= first.record().shares();
            records--;
            done = takeIfDone(segment);
        }
        if (done) {
            discard(segment);
        }
    }

    private boolean takeIfDone(Segment segment) {
        boolean reserved = appending && segment.equals(segments.peekLast()) && !segment.closed;
        if (segment.records > 0 || reserved || !segments.remove(segment)) {
            return false;
        }
        bytes -= segment.length;
        return true;
    }

    private void discard(Segment segment) {
        try {
            if (segment.damaged) {
                files.setAside(segment.path, segment.file);
            } else {
                files.remove(segment.path, segment.file);
            }
        } catch (IOException kept) {
            LOG.warn("{} is confirmed but could not be removed; it is replayed without effect", segment.path, kept);
        }
    }

    synchronized boolean isEmpty() {
        return records == 0;
    }

    synchronized long records() {
        return records;
    }

    /** Returns how many shares the unconfirmed batches have. */
    synchronized long shares() {
        return segments.stream().mapToLong(each -> each.shares).sum();
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Returns when the oldest unconfirmed batch was spooled, or a little before; now if there is none. */
    synchronized long oldestMillis(long nowMillis) {
        return segments.stream()
                .filter(each -> each.records > 0)
                .mapToLong(each -> each.oldestMillis)
                .min()
                .orElse(nowMillis);
    }

    /** Returns the lowest height of an unconfirmed share, or a lower one; {@link Long#MAX_VALUE} if there is none. */
    synchronized long lowestHeight() {
        return segments.stream()
                .filter(each -> each.records > 0)
                .mapToLong(each -> each.lowest)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Returns the highest height of a share found at the start, or -1. */
    synchronized long highestFound() {
        return highest;
    }

    /** Returns whether there are files of a journal. */
    synchronized boolean holds(JournalId journal) {
        return segments.stream().anyMatch(each -> each.journal().equals(journal));
    }

    /** Hands over the keys of all batches that can be read; before the first is taken. */
    void eachKey(SpooledKeys keys) throws IOException {
        List<Segment> all;
        synchronized (this) {
            all = new ArrayList<>(segments);
        }
        for (Segment segment : all) {
            long at = segment.position;
            Optional<Frames.Found> found = segment.next(at, segment.length);
            while (found.isPresent()) {
                eachKey(segment, BatchRecord.read(found.get().payload()), keys);
                found = segment.next(found.get().next(), segment.length);
            }
        }
    }

    private static void eachKey(Segment segment, BatchRecord record, SpooledKeys keys) {
        CreditBatch batch;
        try {
            batch = record.batch(segment.journal());
        } catch (IOException unreadable) {
            LOG.error("{}: the shares of batch {} cannot be read", segment.path, record.sequence(), unreadable);
            return;
        }
        for (ShareCredit share : batch.shares()) {
            keys.take(share.key(), share.facts().height());
        }
    }

    /** Closes the files; what is not confirmed stays. */
    synchronized void close() throws IOException {
        for (Segment segment : segments) {
            segment.file.close();
        }
        segments.clear();
    }
}
