package io.potpool.shares;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Wei;
import io.potpool.spi.Offence;
import java.util.Optional;

/**
 * How a submission ended. The wire code, the message and the metric label of each kind are defined here and nowhere else
 * (codes: the stratum family's table of error codes).
 */
public sealed interface ShareOutcome {

    /** Returns the stratum error code; 0 for work not ready and for accepted. */
    int code();

    /** Returns the reason in words for the miner. */
    String message();

    /** Returns the label of the metric {@code shares.outcome}. */
    String label();

    /** Returns whether the miner hears "true". */
    default boolean accepted() {
        return false;
    }

    /** Returns whether its sender has done work for it, whatever it pays. */
    default boolean provesWork() {
        return accepted();
    }

    /** Returns what it is held against its sender as; empty for all that may happen to an honest miner. */
    default Optional<Offence> offence() {
        return Optional.empty();
    }

    /**
     * Credited and durable.
     *
     * @param actual the difficulty that the hash reached
     * @param lag how many heights late it was; 0 for a share of the current height
     * @param block whether it also solves a block
     */
    record Accepted(Wei reward, Difficulty actual, int lag, boolean block) implements ShareOutcome {
        @Override
        public int code() {
            return 0;
        }

        @Override
        public String message() {
            return "Accepted";
        }

        @Override
        public String label() {
            return "accepted";
        }

        @Override
        public boolean accepted() {
            return true;
        }
    }

    /** No job of this header or id counts any more, or it never did; not hashed. */
    record UnknownJob() implements ShareOutcome {
        @Override
        public int code() {
            return 21;
        }

        @Override
        public String message() {
            return "Job not found (stale)";
        }

        @Override
        public String label() {
            return "unknown-job";
        }
    }

    /** Verified, and sent if it solves a block, but too late to be paid. */
    record Stale(int lag, boolean block) implements ShareOutcome {
        @Override
        public int code() {
            return 21;
        }

        @Override
        public String message() {
            return "Stale share";
        }

        @Override
        public String label() {
            return "stale";
        }

        @Override
        public boolean provesWork() {
            return true;
        }
    }

    /** The same nonce of the same header was sent before. */
    record Duplicate() implements ShareOutcome {
        @Override
        public int code() {
            return 22;
        }

        @Override
        public String message() {
            return "Duplicate share";
        }

        @Override
        public String label() {
            return "duplicate";
        }
    }

    /**
     * The hash does not meet the share difficulty.
     *
     * @param leased whether it meets the default difficulty, but lies under somebody's lease with a higher one
     */
    record LowDifficulty(boolean leased) implements ShareOutcome {
        @Override
        public int code() {
            return 23;
        }

        @Override
        public String message() {
            return leased ? "Low difficulty share (leased nonce)" : "Low difficulty share";
        }

        @Override
        public String label() {
            return leased ? "low-leased" : "low";
        }

        @Override
        public Optional<Offence> offence() {
            return leased ? Optional.empty() : Optional.of(Offence.LOW_SHARE);
        }
    }

    /** A session with a lease sent a nonce of somebody else's part of the nonce space. */
    record ForeignNonce() implements ShareOutcome {
        @Override
        public int code() {
            return 20;
        }

        @Override
        public String message() {
            return "Nonce outside this session's extranonce";
        }

        @Override
        public String label() {
            return "foreign-nonce";
        }

        @Override
        public Optional<Offence> offence() {
            return Optional.of(Offence.FOREIGN_NONCE);
        }
    }

    /** The verifier's queue is full. */
    record Overloaded() implements ShareOutcome {
        @Override
        public int code() {
            return 20;
        }

        @Override
        public String message() {
            return "Overloaded, resend";
        }

        @Override
        public String label() {
            return "overloaded";
        }
    }

    /** Neither verified nor committed in time; it may still be credited, a resend is then a duplicate. */
    record NotRecorded() implements ShareOutcome {
        @Override
        public int code() {
            return 20;
        }

        @Override
        public String message() {
            return "Not recorded in time";
        }

        @Override
        public String label() {
            return "not-recorded";
        }
    }

    /** The store is past its bound, or the pool is closing. */
    record NotReady() implements ShareOutcome {
        @Override
        public int code() {
            return 0;
        }

        @Override
        public String message() {
            return "Work not ready";
        }

        @Override
        public String label() {
            return "not-ready";
        }
    }
}
