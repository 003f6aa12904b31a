package io.potpool.stratum;

import io.potpool.domain.Difficulty;

/** A protocol whose sessions hold a nonce prefix of their own and hear their difficulty apart from the job. */
interface LeasingDialect extends Dialect {

    /** Returns the answer to a subscription. */
    String subscribed(String id, String sessionId, String prefix);

    /** Returns the message that sets the difficulty of the jobs after it. */
    String difficulty(Difficulty difficulty);
}
