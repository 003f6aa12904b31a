package io.potpool.terms;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.work.Job;

/**
 * A session's hold on a nonce prefix. It is reserved first, without terms of its own, and granted to one login when the
 * session authorizes. Thread-safe; nothing here blocks.
 */
public interface Lease {

    /** Returns the prefix, which is this session's alone. */
    NoncePrefix prefix();

    /**
     * Asks for terms of one's own. They begin to hold with a height that is announced after they have been recorded;
     * up to there, and while the store is away, the default terms hold. Only the first call counts, and none for a
     * prefix that cannot be granted to this login now.
     */
    void grant(Address login, LeaseTerms terms);

    /**
     * Changes the terms of a lease that was granted, by the same rule; of changes in quick succession only the last is
     * sure to be recorded. Without a grant, and after the end, nothing changes.
     */
    void change(LeaseTerms terms);

    /** Returns the share difficulty of this prefix for a job: min(max(own d, default d), N). It is fixed per height. */
    Difficulty difficulty(Job job);

    /** Returns the default share difficulty for a job, below which no lease's terms lead. */
    Difficulty lowest(Job job);

    /** Ends the hold. Shares under way are still judged by what held for their height. Idempotent. */
    void end();

    /**
     * Returns whether the prefix is another instance's too, because the store has lost whose it is: the session is to be ended,
     * so that no two miners search the same nonces.
     */
    default boolean isLost() {
        return false;
    }
}
