package io.potpool.sqlite;

import io.potpool.spi.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The right of one store to a data directory: a lock of the operating system, which ends with the process. */
final class DirectoryLock implements AutoCloseable {

    static final String FILE = "potpool.lock";

    /** Far behind the text, so that systems whose locks forbid reading still show who holds it. */
    private static final long LOCKED_BYTE = 1L << 30;

    /**
     * The directories held by this process: closing any channel of a locked file ends the process's lock on some
     * systems, so a second store here must not open it at all.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** @throws StoreException if another store holds the directory; the message says who */
    static DirectoryLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw new StoreException(real + " is in use by another store of this process");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw new StoreException(real + " is in use by another process" + holder(real)
                        + ": one process per data directory; stop it or give this one another directory");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(real, channel);
        } catch (IOException | RuntimeException failure) {
            giveBack(real, channel);
            throw failure;
        }
    }

    private static String holder(Path directory) {
        try {
            String pid = Files.readString(directory.resolve(FILE), StandardCharsets.US_ASCII);
            return pid.matches("[0-9]{1,10}") ? " (pid " + pid + ")" : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static void giveBack(Path directory, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(directory);
        }
    }

    /** Gives the directory back. Idempotent. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            giveBack(directory, channel);
        }
    }
}
