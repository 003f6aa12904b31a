package io.potpool.spool;

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

/** The right of one spool to a directory: a lock of the operating system, which ends with the process. */
final class SpoolLock implements AutoCloseable {

    static final String FILE = "spool.lock";

    /** Far behind the text, so that systems whose locks forbid reading still show who holds it. */
    private static final long LOCKED_BYTE = 1L << 30;

    /** Closing any channel of a locked file ends the process's lock on some systems: a second spool must not open it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private SpoolLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** @throws SpoolException if another spool holds the directory; the message says who */
    static SpoolLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw new SpoolException(real + " is in use by another pool of this process");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    real.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw new SpoolException(real + " is in use by another process" + holder(real)
                        + ": one process per spool; stop it or give this one another directory");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new SpoolLock(real, channel);
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
