package io.potpool.spool;

import io.potpool.spi.JournalId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A numbering that outlives its process: one small file for every journal that has moved. */
final class FiledNumbering extends Numbering {

    private static final int BYTES = 8 + 8 + 8;

    private final HeadedFiles files;
    private final Map<JournalId, Open> open = new HashMap<>();

    private static final class Open {
        final HeadedFiles.Opened opened;
        long end;

        Open(HeadedFiles.Opened opened) {
            this.opened = opened;
            this.end = opened.start();
        }
    }

    FiledNumbering(HeadedFiles files) {
        this.files = files;
    }

    /** Reads what an earlier run has left of the moves of a journal. */
    void recover(Path path) throws IOException {
        HeadedFiles.Opened opened = files.open(path, FileHeader.Kind.NUMBERS);
        Open file = new Open(opened);
        long size = opened.file().size();
        Optional<Frames.Found> found = Frames.next(opened.file(), file.end, size);
        while (found.isPresent()) {
            ByteBuffer move = ByteBuffer.wrap(found.get().payload());
            if (move.remaining() != BYTES) {
                throw new IOException(path + " has a record of " + move.remaining() + " bytes");
            }
            move(opened.header().journal(), move.getLong(), new JournalId(move.getLong(), move.getLong()));
            file.end = found.get().next();
            found = Frames.next(opened.file(), file.end, size);
        }
        opened.file().truncate(file.end);
        open.put(opened.header().journal(), file);
    }

    @Override
    void keep(JournalId journal, long from, JournalId to) throws IOException {
        Open file = open.get(journal);
        if (file == null) {
            FileHeader header = new FileHeader(FileHeader.Kind.NUMBERS, files.pool(), journal, 0);
            file = new Open(files.create(SpoolDirectory.numbersName(journal), header));
            open.put(journal, file);
        }
        byte[] move = ByteBuffer.allocate(BYTES)
                .putLong(from)
                .putLong(to.high())
                .putLong(to.low())
                .array();
        ByteBuffer frame = Frames.frame(move);
        int size = frame.remaining();
        file.opened.file().write(frame, file.end);
        file.opened.file().force();
        file.end += size;
    }

    /**
     * Removes the files of journals of which no batch is spooled any more; {@code queue} is what is still there. Their batches
     * must not come back without them: they would go under other numbers.
     */
    synchronized void close(SegmentQueue queue) throws IOException {
        if (!open.isEmpty()) {
            files.sync();
        }
        for (Map.Entry<JournalId, Open> entry : open.entrySet()) {
            HeadedFiles.Opened opened = entry.getValue().opened;
            if (queue.holds(entry.getKey())) {
                opened.file().close();
            } else {
                files.remove(opened.path(), opened.file());
            }
        }
        open.clear();
    }
}
