package io.potpool.ethash;

import io.potpool.metrics.Metrics;
import java.util.function.Supplier;

/** Collects the settings of a {@link ShareVerifier}. Not thread-safe. */
public final class ShareVerifierBuilder {

    private static final int BOUND = 4096;
    private static final int DOUBTFUL_BOUND = 1024;

    final EpochCaches caches;
    Supplier<HashEngine> engines = HashEngine::plain;
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    int bound = BOUND;
    int doubtfulBound = DOUBTFUL_BOUND;
    Metrics metrics = new Metrics();

    ShareVerifierBuilder(EpochCaches caches) {
        this.caches = caches;
    }

    /** Sets the engines, one for each thread; those in plain Java by default. See {@link HashEngines#fastest}. */
    public ShareVerifierBuilder engines(Supplier<HashEngine> factory) {
        engines = factory;
        return this;
    }

    /**
     * Sets the number of threads; one less than the processors by default, at least 1.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ShareVerifierBuilder threads(int count) {
        threads = positive(count, "threads");
        return this;
    }

    /**
     * Sets how many shares may wait, and how many of those that would solve a block; 4096 by default.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ShareVerifierBuilder bound(int shares) {
        bound = positive(shares, "bound");
        return this;
    }

    /**
     * Sets how many doubtful shares may wait besides; 1024 by default.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ShareVerifierBuilder doubtfulBound(int shares) {
        doubtfulBound = positive(shares, "doubtful bound");
        return this;
    }

    /** Sets where the verifier counts. */
    public ShareVerifierBuilder metrics(Metrics shared) {
        metrics = shared;
        return this;
    }

    /** Builds the verifier; nothing runs before {@link ShareVerifier#start}. */
    public ShareVerifier build() {
        return new ShareVerifier(this);
    }

    private static int positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value);
        }
        return value;
    }
}
