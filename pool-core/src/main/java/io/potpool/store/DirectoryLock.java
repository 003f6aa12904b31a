package io.potpool.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right of one user to a directory: a lock of the operating system on a file in it, which ends with the process and
 * tells its pid. Thread-safe.
 */
public final class DirectoryLock implements AutoCloseable {

    /** Far behind the text, so that systems whose locks forbid reading still show who holds it. */
    private static final long LOCKED_BYTE = 1L << 30;

    /**
     * The files locked by this process: closing any channel of a locked file ends the process's lock on some systems, so a
     * second user here must not open it at all.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes a directory, which must be there; never waits.
     *
     * @param file the name of the lock's file in it, created if it is not there and never deleted
     * @throws DirectoryInUseException if somebody holds it; the message says who
     * @throws IOException if the file cannot be used
     */
    public static DirectoryLock take(Path directory, String file) throws IOException {
        Path real = directory.toRealPath();
        Path locked = real.resolve(file);
        if (!HELD.add(locked)) {
            throw new DirectoryInUseException(real + " is in use by another pool of this process");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    locked, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw new DirectoryInUseException(real + " is in use by another process" + holder(locked)
                        + ": one process per directory; stop it or give this one another directory");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(locked, channel);
        } catch (IOException | RuntimeException failure) {
            giveBack(locked, channel);
            throw failure;
        }
    }

    private static String holder(Path file) {
        try {
            String pid = Files.readString(file, StandardCharsets.US_ASCII);
            return pid.matches("[0-9]{1,10}") ? " (pid " + pid + ")" : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static void giveBack(Path file, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(file);
        }
    }

    /** Gives the directory back. Idempotent. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            giveBack(file, channel);
        }
    }
}
