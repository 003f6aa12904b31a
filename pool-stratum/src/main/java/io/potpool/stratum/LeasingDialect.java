package io.potpool.stratum;

import io.potpool.domain.Difficulty;

/** A protocol whose sessions hold a nonce prefix of their own and hear their difficulty apart from the job. */
interface LeasingDialect extends Dialect {

    /** Returns the answer to a subscription. */
    String subscribed(String id, String sessionId, String prefix);

    /** Returns the message that sets the difficulty, and what else there is to set, of the jobs after it. */
    String settings(Difficulty difficulty, Work work, String prefix);

    /** Returns whether {@link #settings} tell the epoch, so that a new one has to be told. */
    default boolean namesEpoch() {
        return false;
    }

    /** Returns whether the subscription is what chooses this protocol, so that a refused one leaves the choice open. */
    default boolean opensBySubscribing() {
        return true;
    }
}
