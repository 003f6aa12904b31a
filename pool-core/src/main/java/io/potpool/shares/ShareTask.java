package io.potpool.shares;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.Ethash;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.PowHash;
import io.potpool.ethash.ShareBatch;
import io.potpool.ethash.VerifierTask;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A share on its way through the verifier. What its sender claims as mix decides how soon it is hashed, never whether it
 * is valid: a claimed mix is cheap to search for, and some miners send zeros.
 */
final class ShareTask implements VerifierTask {

    private final PendingShare share;
    private final Urgency urgency;
    private final AnswerClock answers;
    private final BiConsumer<PendingShare, PowHash> judge;

    ShareTask(PendingShare share, AnswerClock answers, BiConsumer<PendingShare, PowHash> judge) {
        this.share = share;
        this.urgency = urgency(share.submission, share.effective);
        this.answers = answers;
        this.judge = judge;
    }

    static Urgency urgency(Submission sent, Difficulty effective) {
        Optional<Hash256> mix = sent.claimedMix();
        if (mix.isEmpty()) {
            return Urgency.NORMAL;
        }
        if (mix.get().equals(Hash256.ZERO)) {
            return Urgency.DOUBTFUL;
        }
        Hash256 claimed = Ethash.quickResult(sent.job().header(), sent.nonce(), mix.get());
        if (sent.job().networkTarget().isMetBy(claimed)) {
            return Urgency.BLOCK;
        }
        return Difficulty.reachedBy(claimed).compareTo(effective) < 0 ? Urgency.DOUBTFUL : Urgency.NORMAL;
    }

    @Override
    public EthashEpoch epoch() {
        return share.submission.job().epoch();
    }

    @Override
    public Hash256 header() {
        return share.submission.job().header();
    }

    @Override
    public Nonce nonce() {
        return share.submission.nonce();
    }

    @Override
    public Urgency urgency() {
        return urgency;
    }

    @Override
    public boolean isAwaited() {
        return !answers.isOver(share.readNanos);
    }

    @Override
    public void hashed(ShareBatch batch, int index) {
        try {
            judge.accept(share, batch.hash(index));
        } catch (RuntimeException | Error fault) {
            if (!share.fate.isDone()) {
                share.dropped(new ShareOutcome.Overloaded());
            }
            throw fault;
        }
    }

    @Override
    public void dropped(Drop reason) {
        share.dropped(
                switch (reason) {
                    case ABANDONED -> new ShareOutcome.NotRecorded();
                    case CACHE_MISSING, FAULT -> new ShareOutcome.Overloaded();
                    case CLOSED -> new ShareOutcome.NotReady();
                });
    }
}
