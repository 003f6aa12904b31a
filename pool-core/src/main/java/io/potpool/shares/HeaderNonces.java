package io.potpool.shares;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The nonces of one header that have been sent, by what is known of them. Thread-safe. */
final class HeaderNonces {

    /** How many rejected nonces are remembered; beyond it the memory begins anew, and a resend is hashed again. */
    private static final int MOST_REJECTED = 1 << 16;

    private final long height;
    private final Map<Long, CompletableFuture<ShareOutcome>> underWay = new HashMap<>();
    private final NonceSet counted = new NonceSet();
    private NonceSet rejected = new NonceSet();

    HeaderNonces(long height) {
        this.height = height;
    }

    long height() {
        return height;
    }

    /**
     * Claims a nonce for {@code fate}.
     *
     * @return empty if it is claimed now, else the fate of the submission that was first
     */
    synchronized Optional<CompletableFuture<ShareOutcome>> claim(long nonce, CompletableFuture<ShareOutcome> fate) {
        Optional<CompletableFuture<ShareOutcome>> first = first(nonce);
        if (first.isEmpty()) {
            underWay.put(nonce, fate);
        }
        return first;
    }

    /** Returns the fate of the submission that was first, or empty if there was none. */
    synchronized Optional<CompletableFuture<ShareOutcome>> first(long nonce) {
        return isJudged(nonce)
                ? Optional.of(CompletableFuture.completedFuture(new ShareOutcome.Duplicate()))
                : Optional.ofNullable(underWay.get(nonce));
    }

    synchronized boolean isJudged(long nonce) {
        return counted.contains(nonce) || rejected.contains(nonce);
    }

    /** The nonce is in the store, or was when the pool started. */
    synchronized void keep(long nonce) {
        underWay.remove(nonce);
        counted.add(nonce);
    }

    /** The nonce was judged and is not in the store: a resend would be judged the same. */
    synchronized void reject(long nonce) {
        underWay.remove(nonce);
        if (rejected.size() >= MOST_REJECTED) {
            rejected = new NonceSet();
        }
        rejected.add(nonce);
    }

    /** The nonce was not judged and is certainly not in the store: a resend starts anew. */
    synchronized void release(long nonce) {
        underWay.remove(nonce);
    }

    synchronized boolean isIdle() {
        return underWay.isEmpty();
    }
}
