package io.potpool.spi;

import io.potpool.work.Job;
import java.util.Optional;

/** Is told which work the miners get from now on. Called on a node thread; must not block. */
@FunctionalInterface
public interface JobListener {

    /** Takes the new job, or empty when the pool has no work to give any more. */
    void jobChanged(Optional<Job> job);
}
