package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;

/**
 * The whole dataset of a simulated chain in heap memory, so that a simulated miner hashes in microseconds. Immutable
 * and thread-safe.
 */
public final class TinyDataset {

    /** The largest dataset held. */
    public static final long MAX_BYTES = 64L << 20;

    private static final int PAGE_WORDS = EthashSizes.PAGE_BYTES / Integer.BYTES;

    private final int[] words;
    private final Modulus pages;

    /**
     * Computes every item; takes about 5 microseconds for each 64 bytes.
     *
     * @throws IllegalArgumentException if the cache's dataset is larger than {@link #MAX_BYTES}
     */
    public TinyDataset(LightCache cache) {
        if (cache.datasetBytes() > MAX_BYTES) {
            throw new IllegalArgumentException("a dataset of " + cache.datasetBytes() + " bytes is not tiny");
        }
        pages = cache.pages();
        words = new int[(int) (cache.datasetBytes() / Integer.BYTES)];
        ComputedPages reader = new ComputedPages(cache);
        int[] page = new int[PAGE_WORDS];
        for (int i = 0; i < cache.pageCount(); i++) {
            reader.read(i, page);
            System.arraycopy(page, 0, words, i * PAGE_WORDS, PAGE_WORDS);
        }
    }

    /** Computes mix and result; the same as {@link Ethash#hash} with the cache this came from. */
    public PowHash hash(Hash256 header, Nonce nonce) {
        return MainLoop.run(new Pages(), header, nonce.value());
    }

    private final class Pages implements PageSource {

        @Override
        public Modulus pages() {
            return pages;
        }

        @Override
        public void read(int index, int[] into) {
            System.arraycopy(words, index * PAGE_WORDS, into, 0, PAGE_WORDS);
        }
    }
}
