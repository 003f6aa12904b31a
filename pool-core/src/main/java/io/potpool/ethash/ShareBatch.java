package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Target;
import java.util.Objects;

/**
 * Up to {@link #MAX} headers with nonces and, once a {@link HashEngine} has seen them, their mixes and results. Reused:
 * nothing is allocated after construction. For one thread at a time.
 */
public final class ShareBatch {

    /** The most shares a batch holds: twice what is best, so that a benchmark can show it. */
    public static final int MAX = 128;

    private final long[] headers = new long[4 * MAX];
    private final long[] nonces = new long[MAX];
    private final long[] mixes = new long[4 * MAX];
    private final long[] results = new long[4 * MAX];
    private int size;

    /** Empties the batch. */
    public void clear() {
        size = 0;
    }

    /** Returns the number of shares. */
    public int size() {
        return size;
    }

    /**
     * Adds a share and returns its index.
     *
     * @throws IllegalStateException if the batch is full
     */
    public int add(Hash256 header, Nonce nonce) {
        if (size == MAX) {
            throw new IllegalStateException("a batch holds " + MAX + " shares");
        }
        set(headers, size, header.w0(), header.w1(), header.w2(), header.w3());
        nonces[size] = nonce.value();
        return size++;
    }

    /**
     * Returns a word of a header, the most significant first.
     *
     * @param share an index below {@link #size()}
     * @param word 0 to 3
     */
    public long headerWord(int share, int word) {
        return word(headers, share, word);
    }

    /** Returns the nonce of a share. */
    public long nonce(int share) {
        return nonces[Objects.checkIndex(share, size)];
    }

    /** Sets the mix of a share, most significant word first; for engines. */
    public void setMix(int share, long w0, long w1, long w2, long w3) {
        set(mixes, Objects.checkIndex(share, size), w0, w1, w2, w3);
    }

    /** Sets the result of a share, most significant word first; for engines. */
    public void setResult(int share, long w0, long w1, long w2, long w3) {
        set(results, Objects.checkIndex(share, size), w0, w1, w2, w3);
    }

    /** Returns the mix of a share; meaningless before an engine has hashed the batch. */
    public Hash256 mix(int share) {
        return hash(mixes, share);
    }

    /** Returns the result of a share; meaningless before an engine has hashed the batch. */
    public Hash256 result(int share) {
        return hash(results, share);
    }

    /** Returns mix and result of a share; meaningless before an engine has hashed the batch. */
    public PowHash hash(int share) {
        return new PowHash(mix(share), result(share));
    }

    /** Returns whether the result of a share meets a target; meaningless before an engine has hashed the batch. */
    public boolean meets(int share, Target target) {
        return target.isMetBy(result(share));
    }

    private Hash256 hash(long[] words, int share) {
        return new Hash256(word(words, share, 0), word(words, share, 1), word(words, share, 2), word(words, share, 3));
    }

    private long word(long[] words, int share, int word) {
        return words[4 * Objects.checkIndex(share, size) + Objects.checkIndex(word, 4)];
    }

    private static void set(long[] words, int share, long w0, long w1, long w2, long w3) {
        words[4 * share] = w0;
        words[4 * share + 1] = w1;
        words[4 * share + 2] = w2;
        words[4 * share + 3] = w3;
    }
}
