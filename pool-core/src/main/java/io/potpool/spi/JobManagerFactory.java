package io.potpool.spi;

import io.potpool.chain.ChainSpec;
import io.potpool.jobs.EpochGate;
import io.potpool.metrics.Metrics;
import io.potpool.terms.AnnouncementGate;
import java.time.InstantSource;

/** Makes a pool's job manager when the pool is built. */
@FunctionalInterface
public interface JobManagerFactory {

    /** Creates the job manager of one pool. */
    JobManager create(Context context);

    /**
     * What a job manager works with.
     *
     * @param heights says what other runs have announced, and must have fixed a header ({@link HeightStore#fix}) before its job
     *     is announced
     * @param gate its {@code announce} of a height must have returned before the first job of that height is announced; it
     *     records the height, and knows how far the pool is and whether this instance may still serve
     * @param epochs must say that an epoch's cache is ready before a job of it is announced
     * @param acceptChain whether the operator accepts whatever height the nodes are at
     */
    record Context(
            ChainSpec chain,
            HeightStore heights,
            AnnouncementGate gate,
            EpochGate epochs,
            Metrics metrics,
            InstantSource clock,
            boolean acceptChain) {}
}
