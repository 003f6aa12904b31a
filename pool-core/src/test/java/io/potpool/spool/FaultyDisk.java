package io.potpool.spool;

import io.potpool.metrics.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Real files whose disk fails where a test says: full for some operations, or gone from one on, as in a loss of power,
 * after which what was not forced is there in part. What survives is decided here, so nothing is really forced.
 */
public final class FaultyDisk implements Disk {

    private final Disk real = new LocalDisk();
    private final Map<Path, Long> forced = new HashMap<>();
    private final Map<Path, byte[]> deleted = new HashMap<>();
    final List<String> operations = new ArrayList<>();
    private int failFrom = Integer.MAX_VALUE;
    private int failTo = Integer.MAX_VALUE;

    /** Opens a spool on this disk. */
    public Spool open(SpoolSettings settings, Metrics metrics) {
        return Spool.open(settings, "p 1", Clock.systemUTC(), metrics, this);
    }

    /** Makes operations {@code from} to {@code to}, counted from 1, fail without effect, or in the case of a write with half of it. */
    void failBetween(int from, int to) {
        failFrom = from;
        failTo = to;
    }

    public synchronized void failFromNowOn() {
        failBetween(operations.size() + 1, Integer.MAX_VALUE);
    }

    public synchronized void heal() {
        failBetween(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Leaves the files as a loss of power may: {@code part} of 2 halves of what was not forced, deletions kept or not. */
    void losePower(int part, boolean keepDeletions) throws IOException {
        for (Map.Entry<Path, Long> file : forced.entrySet()) {
            if (Files.exists(file.getKey())) {
                long size = Files.size(file.getKey());
                long kept = file.getValue() + (size - file.getValue()) * part / 2;
                try (DiskFile cut = real.open(file.getKey())) {
                    cut.truncate(kept);
                }
            }
        }
        if (!keepDeletions) {
            for (Map.Entry<Path, byte[]> file : deleted.entrySet()) {
                Files.write(file.getKey(), file.getValue());
            }
        }
    }

    /** Returns whether a file was deleted. */
    boolean hasDeleted() {
        return !deleted.isEmpty();
    }

    private synchronized void step(String operation) throws IOException {
        operations.add(operation);
        if (isFailing()) {
            throw new IOException("No space left on device");
        }
    }

    private boolean isFailing() {
        return operations.size() >= failFrom && operations.size() <= failTo;
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        step("create");
        return watched(path, real.create(path), 0);
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        DiskFile file = real.open(path);
        return watched(path, file, file.size());
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step("rename");
        real.rename(from, to);
        forced.put(to, forced.getOrDefault(from, 0L));
        forced.remove(from);
    }

    @Override
    public void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        step("delete");
        deleted.put(path, Files.readAllBytes(path));
        real.delete(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        step("syncDirectory");
    }

    private DiskFile watched(Path path, DiskFile file, long size) {
        forced.put(path, size);
        return new DiskFile() {
            private Path own() {
                String name = path.toString();
                Path finished = Path.of(name.replaceAll("\\.new$", ""));
                return forced.containsKey(finished) ? finished : path;
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void read(ByteBuffer buffer, long position) throws IOException {
                file.read(buffer, position);
            }

            @Override
            public void write(ByteBuffer buffer, long position) throws IOException {
                try {
                    step("write");
                } catch (IOException full) {
                    file.write(buffer.limit(buffer.position() + buffer.remaining() / 2), position);
                    throw full;
                }
                file.write(buffer, position);
            }

            @Override
            public void force() throws IOException {
                step("force");
                forced.put(own(), file.size());
            }

            @Override
            public void truncate(long length) throws IOException {
                step("truncate");
                file.truncate(length);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
