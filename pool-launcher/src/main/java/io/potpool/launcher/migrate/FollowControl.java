package io.potpool.launcher.migrate;

import java.time.Duration;

/** What an operator, and the process that runs, want of an import that follows an old pool. Called by one thread. */
public interface FollowControl {

    /** Returns whether to end, without a cut-over. */
    boolean stopped();

    /** Returns whether the operator has asked for the cut-over since the last call. */
    boolean asked();

    /** Waits; ends early where {@link #stopped} or {@link #asked} becomes true. */
    void pause(Duration atMost);
}
