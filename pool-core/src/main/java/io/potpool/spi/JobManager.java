package io.potpool.spi;

import io.potpool.work.Job;
import java.util.Optional;

/**
 * Decides which work the miners get, and knows every job whose shares may still count.
 *
 * <p>Thread-safe. {@link #current}, {@link #find} and {@link #lag} are called on event loops for every share and never
 * block; the methods of {@link NodeListener} run on node threads.
 */
public interface JobManager extends NodeListener {

    /** Returns the job that a miner gets now, or empty while there is none ("work not ready"). */
    Optional<Job> current();

    /** Returns the job whose header begins with these 64 bits, if its shares may still count. */
    Optional<Job> find(long headerWord);

    /**
     * Returns how many heights the pool has gone beyond this job: the highest height announced since the job's header
     * was first seen, minus the job's; at least 0, and for one header it never falls (source: the Pay on Target rule).
     */
    int lag(Job job);

    /** Returns the lowest height whose shares may still count. */
    long lowestHeight();

    /** Returns the highest height ever announced, over all runs of the pool; -1 before the first. */
    long highestAnnounced();

    /** Adds a listener; it is called on a node thread and must not block. */
    void addListener(JobListener listener);
}
