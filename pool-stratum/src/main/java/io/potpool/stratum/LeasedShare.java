package io.potpool.stratum;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.terms.NoncePrefix;
import java.util.Optional;

/**
 * Reads a share of a session with a nonce prefix. Its job's id is the prefix and the first 64 bits of the header; its nonce
 * is what follows the prefix, or the whole.
 */
final class LeasedShare {

    private static final int NONCE_DIGITS = 16;
    private static final int WORD_DIGITS = 16;

    private LeasedShare() {}

    /** Returns what stands between the prefix and the rest of a job's id. */
    static String jobWord(Work work) {
        return work.job().header().toHex().substring(0, WORD_DIGITS);
    }

    static Command read(
            String user, String worker, String job, String nonce, Optional<Hash256> mix, NoncePrefix prefix) {
        String digits = HexDigits.of(nonce);
        if (digits.isEmpty()) {
            return new Command.BadShare(Refusal.BAD_NONCE);
        }
        boolean whole = digits.length() == NONCE_DIGITS;
        if (!whole && digits.length() != NONCE_DIGITS - 2 * prefix.bytes()) {
            return new Command.BadShare(Refusal.NONCE_SIZE);
        }
        long below = Nonce.parse(digits).value();
        Nonce full = new Nonce(whole ? below : prefix.value() << Long.SIZE - Byte.SIZE * prefix.bytes() | below);
        String jobId = HexDigits.of(job);
        if (jobId.length() != WORD_DIGITS + 2 * prefix.bytes()) {
            return new Command.BadShare(Refusal.UNKNOWN_JOB);
        }
        long word = Nonce.parse(jobId.substring(jobId.length() - WORD_DIGITS)).value();
        return new Command.Submit(user, worker, word, Optional.empty(), full, mix);
    }
}
