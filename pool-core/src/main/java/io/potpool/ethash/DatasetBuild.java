package io.potpool.ethash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The computing of one dataset, by several threads; what a file holds already is not computed again. */
final class DatasetBuild {

    private static final int SEGMENT_PAGES = DatasetFile.SEGMENT_BYTES / EthashSizes.PAGE_BYTES;
    private static final int ITEMS_PER_PAGE = 2;
    private static final long REPORT_MILLIS = 250;

    /** Where the segments of a dataset go. */
    interface Sink {

        /** Returns whether a segment need not be computed. */
        boolean isThere(int segment, ByteBuffer scratch) throws IOException;

        /** Takes a segment; called by one thread for each segment. */
        void put(int segment, long[] lanes, int pages, ByteBuffer scratch) throws IOException;
    }

    private final LightCache cache;
    private final Sink sink;
    private final Supplier<ItemComputer> computers;
    private final Consumer<DatasetProgress> progress;
    private final BooleanSupplier cancelled;
    private final int segments;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong itemsDone = new AtomicLong();
    private final AtomicLong itemsComputed = new AtomicLong();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private volatile boolean stopped;
    private final long startNanos = System.nanoTime();

    DatasetBuild(
            LightCache cache,
            Sink sink,
            Supplier<ItemComputer> computers,
            Consumer<DatasetProgress> progress,
            BooleanSupplier cancelled) {
        this.cache = cache;
        this.sink = sink;
        this.computers = computers;
        this.progress = progress;
        this.cancelled = cancelled;
        this.segments =
                Math.toIntExact((cache.datasetBytes() + DatasetFile.SEGMENT_BYTES - 1) / DatasetFile.SEGMENT_BYTES);
    }

    /**
     * Computes what is missing; blocks.
     *
     * @return whether the dataset is complete; false if it was cancelled
     * @throws IOException if a segment cannot be read or written
     */
    boolean run(int threads) throws IOException, InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(this::work, "potpool-dataset-" + i);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
        try {
            for (Thread worker : workers) {
                while (worker.isAlive()) {
                    worker.join(REPORT_MILLIS);
                    progress.accept(report());
                }
            }
        } finally {
            stopped = true;
        }
        Throwable failed = fault.get();
        if (failed != null) {
            throw failed instanceof IOException io ? io : new IOException("a dataset could not be computed", failed);
        }
        return itemsDone.get() == items();
    }

    private void work() {
        try {
            PageRun run = new PageRun(computers.get());
            ComputedPages computed = new ComputedPages(cache);
            long[] lanes = new long[SEGMENT_PAGES * PageSource.LANES];
            ByteBuffer scratch =
                    ByteBuffer.allocateDirect(DatasetFile.SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int segment = next.getAndIncrement(); segment < segments; segment = next.getAndIncrement()) {
                if (stopped || cancelled.getAsBoolean() || fault.get() != null) {
                    return;
                }
                int pages = (int) Math.min(SEGMENT_PAGES, cache.pages().divisor() - (long) segment * SEGMENT_PAGES);
                if (!sink.isThere(segment, scratch)) {
                    run.compute(cache, (long) segment * SEGMENT_PAGES, pages, lanes);
                    check(computed, (long) segment * SEGMENT_PAGES, segment % pages, lanes);
                    sink.put(segment, lanes, pages, scratch);
                    itemsComputed.addAndGet((long) ITEMS_PER_PAGE * pages);
                }
                itemsDone.addAndGet((long) ITEMS_PER_PAGE * pages);
            }
        } catch (IOException | RuntimeException | Error e) {
            fault.compareAndSet(null, e);
        }
    }

    /** Computes a page of each segment in another way too: a wrong page would reject honest shares for days. */
    private static void check(ComputedPages computed, long firstPage, int page, long[] lanes) throws IOException {
        long[] expected = new long[PageSource.LANES];
        computed.read(firstPage + page, expected);
        int from = page * PageSource.LANES;
        if (!Arrays.equals(expected, 0, PageSource.LANES, lanes, from, from + PageSource.LANES)) {
            throw new IOException("page " + (firstPage + page) + " was computed wrongly");
        }
    }

    private long items() {
        return ITEMS_PER_PAGE * cache.pages().divisor();
    }

    private DatasetProgress report() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        return new DatasetProgress(
                cache.epoch(), itemsDone.get(), items(), (long) (itemsComputed.get() / Math.max(seconds, 1e-3)));
    }
}
