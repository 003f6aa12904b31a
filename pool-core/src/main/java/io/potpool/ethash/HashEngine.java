package io.potpool.ethash;

/**
 * Hashes batches of shares of one epoch. An engine owns scratch memory and serves one thread at a time: every verifier
 * thread has its own.
 */
public interface HashEngine {

    /** Returns a short name for logs and metrics. */
    String name();

    /**
     * Sets mix and result of every share of a batch. For a real epoch a share alone takes milliseconds, in a full batch
     * less than one; so take what is queued and do not wait for more.
     *
     * @param cache the light cache of the epoch all shares belong to
     */
    void hash(LightCache cache, ShareBatch batch);

    /**
     * Prepares for shares of a cache, once, on the thread that will hash them: takes what time the engine needs to reach
     * its speed, about a second at most. Does nothing by default.
     */
    default void warmUp(LightCache cache) {}

    /**
     * Hears that a batch of this engine ended in an error, perhaps after {@link #hash} had returned: an engine that has
     * another way to hash takes it from now on. Does nothing by default.
     */
    default void failed(Throwable fault) {}

    /** Returns a new engine in plain Java. */
    static HashEngine plain() {
        return new BatchEngine(new PlainItems());
    }
}
