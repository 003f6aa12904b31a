package io.potpool.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Creates and opens the files of a spool directory. */
final class HeadedFiles {

    static final String UNFINISHED = ".new";

    private final Path directory;
    private final Disk disk;
    private final String pool;

    /**
     * A file that is open.
     *
     * @param start where its records begin
     */
    record Opened(Path path, FileHeader header, DiskFile file, long start) {}

    HeadedFiles(Path directory, Disk disk, String pool) {
        this.directory = directory;
        this.disk = disk;
        this.pool = pool;
    }

    String pool() {
        return pool;
    }

    /** Creates a file, durable with its name and header; under its name there is never a file without a whole header. */
    Opened create(String name, FileHeader header) throws IOException {
        byte[] head = header.toBytes();
        Path path = directory.resolve(name);
        Path unfinished = directory.resolve(name + UNFINISHED);
        disk.delete(unfinished);
        DiskFile file = disk.create(unfinished);
        try {
            file.write(ByteBuffer.wrap(head), 0);
            file.force();
            disk.rename(unfinished, path);
            disk.syncDirectory(directory);
            return new Opened(path, header, file, head.length);
        } catch (IOException | RuntimeException failure) {
            discard(file, unfinished, failure);
            discard(file, path, failure);
            throw failure;
        }
    }

    private void discard(DiskFile file, Path path, Exception failure) {
        try {
            file.close();
            disk.delete(path);
        } catch (IOException also) {
            failure.addSuppressed(also);
        }
    }

    /** Keeps a batch in a file of its own, replacing one of the same name. */
    Path keepApart(Numbering.Place place, ByteBuffer frame) throws IOException {
        String name = String.format("%s-%012d%s", place.journal(), place.sequence(), SpoolDirectory.UNREADABLE);
        disk.delete(directory.resolve(name));
        Opened opened = create(name, new FileHeader(FileHeader.Kind.BATCHES, pool, place.journal(), 0));
        try {
            opened.file().write(frame, opened.start());
            opened.file().force();
        } finally {
            opened.file().close();
        }
        return opened.path();
    }

    /** @throws SpoolException if it is not a file of this pool and kind */
    Opened open(Path path, FileHeader.Kind kind) throws IOException {
        DiskFile file = disk.open(path);
        try {
            FileHeader header = FileHeader.read(file, path, kind, pool);
            return new Opened(path, header, file, header.toBytes().length);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    /** Closes a file and gives it up; one that is back after a loss of power is replayed, which changes nothing. */
    void remove(Path path, DiskFile file) throws IOException {
        file.close();
        disk.delete(path);
    }

    /** What is removed before this stays removed even if the power is lost after. */
    void sync() throws IOException {
        disk.syncDirectory(directory);
    }

    /** Closes a file and keeps it under a name that nobody replays. */
    void setAside(Path path, DiskFile file) throws IOException {
        file.close();
        disk.rename(path, path.resolveSibling(path.getFileName() + ".damaged"));
    }
}
