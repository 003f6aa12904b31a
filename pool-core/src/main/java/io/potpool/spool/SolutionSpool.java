package io.potpool.spool;

import io.potpool.domain.Address;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.work.Solution;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Block solutions that the store has not recorded, in a file of their own. Thread-safe. */
public final class SolutionSpool {

    private static final Logger LOG = LoggerFactory.getLogger(SolutionSpool.class);
    private static final int BOUND = 1024;

    private final HeadedFiles files;
    private final Metrics metrics;
    private final Set<Solution> kept = new LinkedHashSet<>();
    private final ThreadPoolExecutor writer;
    private HeadedFiles.@Nullable Opened opened;
    private long end;

    SolutionSpool(HeadedFiles files, Metrics metrics) {
        this.files = files;
        this.metrics = metrics;
        writer = new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(BOUND),
                task -> {
                    Thread thread = new Thread(task, "potpool-solution-spool");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    synchronized void recover(Path directory) throws IOException {
        Path path = directory.resolve(SpoolDirectory.SOLUTIONS);
        if (!Files.exists(path)) {
            return;
        }
        HeadedFiles.Opened file = files.open(path, FileHeader.Kind.SOLUTIONS);
        opened = file;
        end = file.start();
        long size = file.file().size();
        Optional<Frames.Found> found = Frames.next(file.file(), end, size);
        while (found.isPresent()) {
            kept.add(read(found.get().payload()));
            end = found.get().next();
            found = Frames.next(file.file(), end, size);
        }
        if (size > end) {
            LOG.warn("{}: {} bytes of a solution that was not written to its end are cut", path, size - end);
            file.file().truncate(end);
        }
    }

    /** Returns the solutions in here. */
    public synchronized List<Solution> kept() {
        return List.copyOf(kept);
    }

    /** Keeps a solution; the stage completes when it is durable. Never blocks. */
    public CompletionStage<Void> keep(Solution solution) {
        return CompletableFuture.runAsync(() -> add(solution), writer).whenComplete((done, failure) -> {
            if (failure != null) {
                metrics.count("spool.fault");
                LOG.error("solution of height {} not spooled", solution.height(), failure);
            }
        });
    }

    /** The store has recorded a solution. Never blocks. */
    public void recorded(Solution solution) {
        if (!writer.isShutdown()) {
            writer.execute(() -> remove(solution));
        }
    }

    private synchronized void add(Solution solution) {
        if (kept.contains(solution)) {
            return;
        }
        try {
            HeadedFiles.Opened file = opened;
            if (file == null) {
                FileHeader header = new FileHeader(FileHeader.Kind.SOLUTIONS, files.pool(), new JournalId(0, 0), 0);
                file = files.create(SpoolDirectory.SOLUTIONS, header);
                opened = file;
                end = file.start();
            }
            ByteBuffer frame = Frames.frame(write(solution));
            int size = frame.remaining();
            file.file().write(frame, end);
            file.file().force();
            end += size;
            kept.add(solution);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private synchronized void remove(Solution solution) {
        HeadedFiles.Opened file = opened;
        if (kept.remove(solution) && kept.isEmpty() && file != null) {
            try {
                end = file.start();
                file.file().truncate(end);
            } catch (IOException failure) {
                metrics.count("spool.fault");
                LOG.warn("recorded solutions stay spooled and are recorded again, without effect", failure);
            }
        }
    }

    private static byte[] write(Solution solution) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Fields.writeHash(out, solution.header());
        out.writeLong(solution.nonce().value());
        Fields.writeHash(out, solution.mix());
        out.writeLong(solution.height());
        Fields.writeInteger(out, solution.network().value());
        Fields.writeText(out, solution.nodeId());
        Fields.writeText(out, solution.login().text());
        Fields.writeText(out, solution.worker());
        Fields.writeInstant(out, solution.foundAt());
        return bytes.toByteArray();
    }

    private static Solution read(byte[] payload) throws IOException {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload));
            return new Solution(
                    Fields.readHash(in),
                    new Nonce(in.readLong()),
                    Fields.readHash(in),
                    in.readLong(),
                    Fields.readDifficulty(in),
                    Fields.readText(in),
                    new Address(Fields.readText(in)),
                    Fields.readText(in),
                    Fields.readInstant(in));
        } catch (IllegalArgumentException wrong) {
            throw new IOException("not a solution", wrong);
        }
    }

    /** Writes what is under way, for a moment at most, and closes the file. */
    void close() throws IOException {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.warn("the spool's disk does not answer");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        HeadedFiles.Opened file = opened;
        if (file != null) {
            file.file().close();
        }
    }
}
