package io.potpool.ethash;

import io.potpool.metrics.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the full datasets of the epochs in use in the background, one after another, and keeps the last two. In files
 * they survive a restart: one that was being computed goes on where it was, and every segment is checked against its
 * checksum before it is used and computed anew if it is wrong. Thread-safe; no method but {@link #close} blocks.
 */
public final class Datasets implements AutoCloseable {

    /** Left free beside a dataset on its disk, in the machine's memory and in the heap: 256 MiB. */
    public static final long SPARE_BYTES = 256L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);
    private static final int KEPT = 2;
    private static final int MAX_WAITING = 2;
    private static final long CLOSE_PATIENCE_SECONDS = 5;
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Optional<Path> directory;
    private final Supplier<ItemComputer> computers;
    private final int threads;
    private final Consumer<DatasetProgress> progress;
    private final Metrics metrics;
    private final Map<EthashEpoch, Dataset> ready = new ConcurrentHashMap<>();
    private final Set<EthashEpoch> wanted = new LinkedHashSet<>();
    private final Map<EthashEpoch, Long> triedAgainNanos = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor builder;
    private volatile boolean closed;
    private volatile long itemsDone;
    private volatile long itemsPerSecond;

    private Datasets(
            Optional<Path> directory,
            Supplier<ItemComputer> computers,
            int threads,
            Consumer<DatasetProgress> progress,
            Metrics metrics) {
        this.directory = directory;
        this.computers = computers;
        this.threads = threads;
        this.progress = progress;
        this.metrics = metrics;
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads);
        }
        this.builder = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), Datasets::thread);
        builder.allowCoreThreadTimeOut(true);
        metrics.gauge(
                "dataset.bytes",
                () -> ready.values().stream().mapToLong(Dataset::bytes).sum());
        metrics.gauge("dataset.itemsDone", () -> itemsDone);
        metrics.gauge("dataset.itemsPerSecond", () -> itemsPerSecond);
    }

    /**
     * Keeps datasets in files {@code *.dag} in a directory, mapped into memory; {@code *.part} while they are incomplete.
     *
     * @param threads how many compute
     * @param progress hears of progress a few times a second while one is computed or checked
     */
    public static Datasets inFiles(Path directory, int threads, Consumer<DatasetProgress> progress, Metrics metrics) {
        return new Datasets(Optional.of(directory), HashEngines::fastItems, threads, progress, metrics);
    }

    /** Keeps datasets in heap memory: 1 GB for epoch 0, 8 MB more with each epoch, two of them around a switch. */
    public static Datasets inHeap(int threads, Consumer<DatasetProgress> progress, Metrics metrics) {
        return new Datasets(Optional.empty(), HashEngines::fastItems, threads, progress, metrics);
    }

    /** Returns the bytes of the dataset files in a directory, complete or not, of whatever epoch. */
    public static long bytesIn(Path directory) throws IOException {
        long sum = 0;
        try (Stream<Path> listed = Files.list(directory)) {
            for (Path file : (Iterable<Path>) listed::iterator) {
                if (DatasetRoom.epochOf(file).isPresent()) {
                    sum += Files.size(file);
                }
            }
        }
        return sum;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "potpool-datasets");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the dataset of an epoch if it is there. */
    public Optional<Dataset> ifReady(EthashEpoch epoch) {
        return Optional.ofNullable(ready.get(epoch));
    }

    /** Gives this to engines. */
    FullEngine.Source source() {
        return new FullEngine.Source() {
            @Override
            public Optional<Dataset> ifReady(EthashEpoch epoch) {
                return Datasets.this.ifReady(epoch);
            }

            @Override
            public void retire(Dataset dataset, String why) {
                if (ready.remove(dataset.epoch(), dataset)) {
                    LOG.error("the dataset of {} is not used any more: {}", dataset.epoch(), why);
                    dataset.memory().close();
                    failed(dataset.epoch());
                }
            }
        };
    }

    /**
     * Starts computing the dataset that belongs to a cache, unless it is there or under way. A failure is logged and counted;
     * after it, nothing is tried again for ten minutes.
     */
    public void prepare(LightCache cache) {
        EthashEpoch epoch = cache.epoch();
        synchronized (wanted) {
            Long again = triedAgainNanos.get(epoch);
            boolean tooSoon = again != null && System.nanoTime() - again < 0;
            if (closed || wanted.contains(epoch) || tooSoon) {
                return;
            }
            try {
                builder.execute(() -> build(cache));
            } catch (RejectedExecutionException full) {
                return;
            }
            wanted.add(epoch);
        }
    }

    private void failed(EthashEpoch epoch) {
        metrics.count("dataset.fault");
        synchronized (wanted) {
            triedAgainNanos.put(epoch, System.nanoTime() + PAUSE_NANOS);
            wanted.remove(epoch);
        }
    }

    private void build(LightCache cache) {
        EthashEpoch epoch = cache.epoch();
        try {
            makeRoom();
            LOG.info("the dataset of {} ({} bytes) is being computed or checked", epoch, cache.datasetBytes());
            Optional<Dataset> dataset = directory.isPresent() ? inFile(directory.get(), cache) : inMemory(cache);
            if (dataset.isEmpty()) {
                return;
            }
            new FullEngine(HashEngine.plain(), source()).warmUp(dataset.get());
            ready.put(epoch, dataset.get());
            LOG.info("the dataset of {} is ready; its shares are hashed from it", epoch);
        } catch (DatasetRoom.NoRoomException noRoom) {
            failed(epoch);
            LOG.error(
                    "no full dataset for {}: {}; its shares are hashed from the light cache",
                    epoch,
                    noRoom.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error fault) {
            failed(epoch);
            LOG.error("no full dataset for {}; its shares are hashed from the light cache", epoch, fault);
        }
    }

    private Optional<Dataset> inFile(Path where, LightCache cache) throws IOException, InterruptedException {
        try (DatasetFile file = DatasetFile.open(where, cache)) {
            FileSink sink = new FileSink(where, file, metrics);
            try {
                DatasetRoom.check(where, file);
                boolean complete = new DatasetBuild(cache, sink, computers, this::report, () -> closed).run(threads);
                sink.sayCorrupt();
                return complete ? Optional.of(file.complete()) : Optional.empty();
            } catch (DatasetRoom.NoRoomException full) {
                file.delete();
                throw full;
            }
        }
    }

    private Optional<Dataset> inMemory(LightCache cache) throws IOException, InterruptedException {
        DatasetRoom.checkHeap(cache.datasetBytes());
        HeapPages pages = new HeapPages(cache.pages().divisor());
        boolean complete =
                new DatasetBuild(cache, new HeapSink(pages), computers, this::report, () -> closed).run(threads);
        return complete ? Optional.of(new Dataset(cache.epoch(), cache.pages(), pages)) : Optional.empty();
    }

    private void report(DatasetProgress now) {
        itemsDone = now.itemsDone();
        itemsPerSecond = now.itemsPerSecond();
        try {
            progress.accept(now);
        } catch (RuntimeException fault) {
            LOG.debug("progress could not be shown", fault);
        }
    }

    /** Before another is begun, forgets all but the newest of the kept, and deletes the files of epochs before them. */
    private void makeRoom() throws IOException {
        int lowest = Integer.MAX_VALUE;
        synchronized (wanted) {
            while (wanted.size() > KEPT) {
                EthashEpoch oldest = wanted.iterator().next();
                wanted.remove(oldest);
                Dataset dropped = ready.remove(oldest);
                if (dropped != null) {
                    dropped.memory().close();
                }
            }
            for (EthashEpoch epoch : wanted) {
                lowest = Math.min(lowest, epoch.number());
            }
        }
        if (directory.isPresent() && Files.isDirectory(directory.get())) {
            deleteBefore(lowest, directory.get());
        }
    }

    private static void deleteBefore(int lowest, Path where) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(where)) {
            files = listed.filter(file -> DatasetRoom.epochOf(file).orElse(lowest) < lowest)
                    .toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
            LOG.info("the dataset file {} is of a past epoch and was deleted", file);
        }
    }

    /** Stops computing; a file goes on where it was at the next start. Blocks for some seconds at most. */
    @Override
    public void close() {
        closed = true;
        builder.shutdown();
        try {
            if (!builder.awaitTermination(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                builder.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ready.values().forEach(dataset -> dataset.memory().close());
        ready.clear();
    }

    /** Puts segments into a file. */
    private record FileSink(Path directory, DatasetFile file, Metrics metrics, AtomicInteger corrupt)
            implements DatasetBuild.Sink {

        private static final int FLUSHED_SEGMENTS = 64;

        FileSink(Path directory, DatasetFile file, Metrics metrics) {
            this(directory, file, metrics, new AtomicInteger());
        }

        @Override
        public boolean isThere(int segment, ByteBuffer scratch) throws IOException {
            if (file.isIntact(segment, scratch)) {
                return true;
            }
            if (file.isClaimed(segment)) {
                metrics.count("dataset.segmentsCorrupt");
                corrupt.incrementAndGet();
            }
            return false;
        }

        @Override
        public void put(int segment, long[] lanes, int pages, ByteBuffer scratch) throws IOException {
            scratch.clear().limit(file.segmentBytes(segment));
            scratch.asLongBuffer().put(lanes, 0, pages * PageSource.LANES);
            file.write(segment, scratch);
            metrics.count("dataset.segmentsComputed");
            if (segment % FLUSHED_SEGMENTS == 0) {
                file.flush();
                DatasetRoom.checkSpare(directory);
            }
        }

        void sayCorrupt() {
            if (corrupt.get() > 0) {
                LOG.warn("{} segments of {} were corrupt and were computed anew", corrupt, file);
            }
        }
    }

    /** Puts segments into heap memory. */
    private record HeapSink(HeapPages memory) implements DatasetBuild.Sink {

        @Override
        public boolean isThere(int segment, ByteBuffer scratch) {
            return false;
        }

        @Override
        public void put(int segment, long[] lanes, int pages, ByteBuffer scratch) {
            memory.set((long) segment * (DatasetFile.SEGMENT_BYTES / EthashSizes.PAGE_BYTES), lanes, pages);
        }
    }
}
