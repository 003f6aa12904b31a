package io.potpool.stratum;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.stratum.codec.Request;
import java.util.Optional;

/**
 * What a {@code mining.submit} says. The protocols that have it differ in where its parts stand, and in whether the nonce
 * is the whole or what follows a session's prefix ({@link LeasedShare}).
 *
 * @param user the user, or the worker's token, as written
 * @param worker a worker named beside the user, or empty
 * @param job the job's id as written
 * @param nonce the nonce as written
 */
record MiningSubmit(String user, String worker, String job, String nonce, Optional<Hash256> mix) {

    private static final int NONCE_DIGITS = 16;
    private static final int CLAIMED_MIX = 4;

    /** Reads user, job and nonce, which most miners follow by the header and the mix; empty if one of the three is missing. */
    static Optional<MiningSubmit> userFirst(Request request) {
        return hasThree(request)
                ? Optional.of(new MiningSubmit(
                        request.string(0),
                        request.worker(),
                        request.string(1),
                        request.string(2),
                        HexDigits.hash(request.string(CLAIMED_MIX))))
                : Optional.empty();
    }

    /** Reads job, nonce and the worker's token; empty if one of them is missing. */
    static Optional<MiningSubmit> jobFirst(Request request) {
        return hasThree(request)
                ? Optional.of(
                        new MiningSubmit(request.string(2), "", request.string(0), request.string(1), Optional.empty()))
                : Optional.empty();
    }

    private static boolean hasThree(Request request) {
        return request.isString(0) && request.isString(1) && request.isString(2);
    }

    /** Returns the share of a session without a prefix: its job's id is the header, its nonce is whole. */
    Command ofWholeNonce() {
        String digits = HexDigits.of(nonce);
        if (digits.isEmpty()) {
            return new Command.BadShare(Refusal.BAD_NONCE);
        }
        if (digits.length() > NONCE_DIGITS) {
            return new Command.BadShare(Refusal.NONCE_SIZE);
        }
        return HexDigits.hash(job)
                .<Command>map(header -> submit(header.w0(), Optional.of(header), Nonce.parse(digits)))
                .orElseGet(() -> new Command.BadShare(Refusal.UNKNOWN_JOB));
    }

    /** Returns the share that this says, with its job and nonce as they have been understood. */
    Command.Submit submit(long headerWord, Optional<Hash256> header, Nonce whole) {
        return new Command.Submit(user, worker, headerWord, header, whole, mix);
    }
}
