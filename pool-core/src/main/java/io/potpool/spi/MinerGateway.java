package io.potpool.spi;

import io.potpool.chain.ChainSpec;
import io.potpool.domain.Difficulty;
import io.potpool.metrics.Metrics;
import io.potpool.metrics.ReportedHashrates;
import io.potpool.shares.ShareOutcome;
import io.potpool.shares.Submission;
import io.potpool.terms.Lease;
import io.potpool.work.Job;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What a transport gets of the pool. Thread-safe; nothing here blocks. */
public interface MinerGateway {

    /** Returns the chain that is mined. */
    ChainSpec chain();

    /** Returns the job for a miner who asks now, or empty: "work not ready". */
    Optional<Job> currentJob();

    /** Returns the job whose header begins with these 64 bits, if its shares may still count. */
    Optional<Job> findJob(long headerWord);

    /** Adds a listener for new jobs; it is called on a node thread and must not block. */
    void addJobListener(JobListener listener);

    /** Returns the share difficulty of nonces without a lease for this job: min(default d, N). */
    Difficulty defaultDifficulty(Job job);

    /**
     * Reserves a nonce prefix of {@code bytes} bytes (2 or 3) for one session. It is never refused: where an address, or
     * the whole space, has none left to grant, the session mines under default terms.
     */
    Lease reservePrefix(int bytes, InetAddress address);

    /**
     * Judges a share. The stage completes within 1.5 s on any thread, never exceptionally; accepted means durable.
     */
    CompletionStage<ShareOutcome> submit(Submission submission);

    /** Returns the policy that admits connections and logins. */
    AccessPolicy policy();

    /** Returns where hashrates that miners report are kept. */
    ReportedHashrates reportedHashrates();

    /** Returns where the transport counts. */
    Metrics metrics();
}
