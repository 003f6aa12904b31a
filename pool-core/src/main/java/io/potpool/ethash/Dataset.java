package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;

/**
 * The whole dataset of an epoch, against which a share is 64 reads of 128 bytes instead of 32,768 of 64. Immutable and
 * thread-safe.
 */
public final class Dataset {

    /** Divides the parts of {@link HeapPages}. */
    private static final int HEAP_RUN = 4096;

    private final EthashEpoch epoch;
    private final Modulus pages;
    private final PageMemory memory;

    Dataset(EthashEpoch epoch, Modulus pages, PageMemory memory) {
        this.epoch = epoch;
        this.pages = pages;
        this.memory = memory;
    }

    /**
     * Computes every item into heap memory, on the calling thread: for simulated chains with a tiny dataset. For a real
     * epoch see {@link Datasets}.
     *
     * @throws OutOfMemoryError if the heap cannot hold {@link LightCache#datasetBytes()} more
     */
    public static Dataset inHeap(LightCache cache) {
        HeapPages memory = new HeapPages(cache.pages().divisor());
        PageRun run = new PageRun(new PlainItems());
        long[] lanes = new long[HEAP_RUN * PageSource.LANES];
        for (long page = 0; page < cache.pages().divisor(); page += HEAP_RUN) {
            int count = (int) Math.min(HEAP_RUN, cache.pages().divisor() - page);
            run.compute(cache, page, count, lanes);
            memory.set(page, lanes, count);
        }
        return new Dataset(cache.epoch(), cache.pages(), memory);
    }

    /** Computes mix and result; the same as {@link Ethash#hash} with the light cache of the epoch. */
    public PowHash hash(Hash256 header, Nonce nonce) {
        return MainLoop.hash(new Pages(), header, nonce.value());
    }

    /** Returns the epoch. */
    public EthashEpoch epoch() {
        return epoch;
    }

    /** Returns the bytes of the dataset. */
    public long bytes() {
        return pages.divisor() * EthashSizes.PAGE_BYTES;
    }

    /** Returns the number of pages as a divisor. */
    Modulus pages() {
        return pages;
    }

    PageMemory memory() {
        return memory;
    }

    private final class Pages implements PageSource {

        @Override
        public Modulus pages() {
            return pages;
        }

        @Override
        public void read(long index, long[] into) {
            memory.read(index, into);
        }
    }
}
