package io.potpool.spool;

import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which runs of this process have begun and may still be registered in the store, one small file each. Whoever has the
 * spool's directory knows that the earlier ones are over, however they ended, and can take them off the register.
 *
 * <p>A file also holds the heights that its run has announced without the store, so that a later run can tell it.
 * Thread-safe; methods block as long as a disk does.
 */
public final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final HeadedFiles files;
    private final Metrics metrics;
    private final List<HeadedFiles.Opened> former = new ArrayList<>();
    private HeadedFiles.@Nullable Opened own;
    private long end;
    private long announced = -1;

    Runs(HeadedFiles files, Metrics metrics) {
        this.files = files;
        this.metrics = metrics;
    }

    /** Reads what an earlier run has left. */
    synchronized void recover(Path path) throws IOException {
        HeadedFiles.Opened opened = files.open(path, FileHeader.Kind.RUN);
        former.add(opened);
        long size = opened.file().size();
        Optional<Frames.Found> found = Frames.next(opened.file(), opened.start(), size);
        while (found.isPresent()) {
            if (found.get().payload().length != Long.BYTES) {
                throw new IOException(path + " has a record of " + found.get().payload().length + " bytes");
            }
            announced =
                    Math.max(announced, ByteBuffer.wrap(found.get().payload()).getLong());
            found = Frames.next(opened.file(), found.get().next(), size);
        }
    }

    /** Returns the earlier runs that may still be registered. */
    public synchronized List<JournalId> former() {
        return former.stream().map(run -> run.header().journal()).toList();
    }

    /** Returns the highest height that any of these runs is known to have announced without the store, or -1. */
    public synchronized long announced() {
        return announced;
    }

    /** This run begins; durable when this returns, so before the run may be registered. Called once. */
    public synchronized void begin(JournalId run) throws IOException {
        HeadedFiles.Opened begun =
                files.create(run + SpoolDirectory.RUN, new FileHeader(FileHeader.Kind.RUN, files.pool(), run, 0));
        own = begun;
        end = begun.start();
    }

    /** This run is about to announce a height that the store has not recorded. A fault of the disk is counted and logged. */
    public synchronized void announcesUnrecorded(long height) {
        HeadedFiles.Opened run = own;
        if (run == null || height <= announced) {
            return;
        }
        try {
            ByteBuffer frame =
                    Frames.frame(ByteBuffer.allocate(Long.BYTES).putLong(height).array());
            int size = frame.remaining();
            run.file().write(frame, end);
            run.file().force();
            end += size;
            announced = height;
        } catch (IOException failure) {
            metrics.count("spool.fault");
            LOG.error("that height {} is announced could be recorded neither in the store nor here", height, failure);
        }
    }

    /** The earlier runs are registered no more, and the store knows what they have announced. */
    public synchronized void formerAreOver() {
        former.forEach(this::remove);
        former.clear();
    }

    /** This run is registered no more. */
    public synchronized void end() {
        HeadedFiles.Opened run = own;
        if (run != null) {
            remove(run);
            own = null;
        }
    }

    private void remove(HeadedFiles.Opened run) {
        try {
            files.remove(run.path(), run.file());
        } catch (IOException kept) {
            LOG.warn("{} could not be removed; its run is taken off the register once more, without effect", run, kept);
        }
    }

    synchronized void close() throws IOException {
        HeadedFiles.Opened run = own;
        if (run != null) {
            run.file().close();
        }
        for (HeadedFiles.Opened each : former) {
            each.file().close();
        }
    }
}
