package io.potpool.shares;

import io.potpool.domain.Difficulty;
import io.potpool.rewards.Ratio;
import io.potpool.terms.NonceTerms;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A submission on its way. Its lag is fixed when its line was read; its {@link #answer} may come before its {@link #fate}
 * is known, as "not recorded in time".
 */
final class PendingShare {

    final Submission submission;
    final NonceTerms terms;
    final Difficulty effective;
    final int lag;
    final Ratio lagFactor;
    final Instant readAt;
    final long readNanos;
    final HeaderNonces nonces;
    final CompletableFuture<ShareOutcome> fate = new CompletableFuture<>();
    final CompletableFuture<ShareOutcome> answer = new CompletableFuture<>();
    volatile boolean block;
    volatile ShareOutcome outcome = new ShareOutcome.NotRecorded();

    PendingShare(
            Submission submission,
            NonceTerms terms,
            int lag,
            Ratio lagFactor,
            Instant readAt,
            long readNanos,
            HeaderNonces nonces) {
        this.submission = submission;
        this.terms = terms;
        this.effective = terms.effective(submission.job());
        this.lag = lag;
        this.lagFactor = lagFactor;
        this.readAt = readAt;
        this.readNanos = readNanos;
        this.nonces = nonces;
    }

    long nonce() {
        return submission.nonce().value();
    }

    /** The share is stored. */
    void stored(ShareOutcome outcome) {
        nonces.keep(nonce());
        tell(outcome);
    }

    /** The share was judged and will never be stored. */
    void rejected(ShareOutcome outcome) {
        nonces.reject(nonce());
        tell(outcome);
    }

    /** The share was not judged; a resend starts anew. */
    void dropped(ShareOutcome outcome) {
        nonces.release(nonce());
        tell(outcome);
    }

    /** Who was first hears first; resends wait for the fate. */
    private void tell(ShareOutcome outcome) {
        answer.complete(outcome);
        fate.complete(outcome);
    }
}
