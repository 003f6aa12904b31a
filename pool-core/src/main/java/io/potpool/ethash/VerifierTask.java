package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;

/**
 * A share for a {@link ShareVerifier}. Exactly one of {@link #hashed} and {@link #dropped} is called, once; what it throws is
 * logged and counted, and nothing else is called then. The other methods must always return the same.
 */
public interface VerifierTask {

    /** How soon a share is hashed when there are more than can be hashed at once. */
    enum Urgency {
        /** The sender's mix would solve a block: before all others. */
        BLOCK,
        /** The sender's mix meets its target, or the sender gave none. */
        NORMAL,
        /** The sender's mix does not meet its target: after all others, in a queue of its own. */
        DOUBTFUL
    }

    /** Why a share was not hashed. */
    enum Drop {
        /** Nobody awaits the answer any more and more urgent work is waiting. */
        ABANDONED,
        /** The light cache of the epoch is not built yet; it is being built now. */
        CACHE_MISSING,
        /** The hash engine failed; it is logged. */
        FAULT,
        /** The verifier was closed. */
        CLOSED
    }

    /** Returns the epoch of the share's height. */
    EthashEpoch epoch();

    /** Returns the hash of the header without its seal. */
    Hash256 header();

    /** Returns the nonce. */
    Nonce nonce();

    /** Returns how soon the share is hashed; asked once, when it is submitted. */
    default Urgency urgency() {
        return Urgency.NORMAL;
    }

    /** Returns whether the answer still matters; asked under a backlog only, on a verifier thread. */
    default boolean isAwaited() {
        return true;
    }

    /**
     * Takes the outcome, on a verifier thread: must be quick, since the rest of the batch waits.
     *
     * @param batch holds mix and result of the share, during this call only
     * @param index the share's index in the batch
     */
    void hashed(ShareBatch batch, int index);

    /** Hears that the share was not hashed; on a verifier thread or on the one that closes the verifier. */
    void dropped(Drop reason);
}
