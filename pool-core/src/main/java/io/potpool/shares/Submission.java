package io.potpool.shares;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.terms.NoncePrefix;
import io.potpool.work.Job;
import java.util.Optional;

/**
 * A nonce that a miner claims to be a share of a job.
 *
 * @param job the job it is for; shares of unknown jobs are {@link ShareOutcome.UnknownJob} before this
 * @param lease the prefix of the session that sent it, or empty for a protocol without leases
 * @param claimedMix the mix that the miner sent, where the protocol has one; never trusted
 */
public record Submission(
        Address login,
        String worker,
        Job job,
        Nonce nonce,
        Optional<NoncePrefix> lease,
        Optional<Hash256> claimedMix) {}
