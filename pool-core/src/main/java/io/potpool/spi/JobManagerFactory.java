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
     * @param heights must have recorded a height before its first job is announced
     * @param gate must be raised to a height before its first job is announced
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
