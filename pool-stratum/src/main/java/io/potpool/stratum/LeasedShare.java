package io.potpool.stratum;

import io.potpool.domain.Nonce;
import io.potpool.terms.NoncePrefix;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a share of a session with a nonce prefix. Its job's id is the prefix and the first 64 bits of the header; its nonce
 * is what follows that prefix, or the whole. A miner that has reconnected still sends shares of its earlier session's jobs,
 * which are under that one's prefix.
 */
final class LeasedShare {

    private static final int NONCE_DIGITS = 16;
    private static final int WORD_DIGITS = 16;
    private static final int SHORTEST = 2;
    private static final int LONGEST = 3;

    private LeasedShare() {}

    /** Returns what stands between the prefix and the rest of a job's id. */
    static String jobWord(Work work) {
        return work.job().header().toHex().substring(0, WORD_DIGITS);
    }

    /** Reads what a session with {@code prefix}, or with none yet, has sent; {@code from} is empty if a part is missing. */
    static Command command(Optional<MiningSubmit> from, @Nullable NoncePrefix prefix) {
        if (prefix == null) {
            return new Command.Refuse(Refusal.NOT_SUBSCRIBED);
        }
        return from.map(parts -> read(parts, prefix)).orElseGet(() -> new Command.BadShare(Refusal.BAD_PARAMS));
    }

    private static Command read(MiningSubmit from, NoncePrefix prefix) {
        String digits = HexDigits.of(from.nonce());
        if (digits.isEmpty()) {
            return new Command.BadShare(Refusal.BAD_NONCE);
        }
        String jobId = HexDigits.of(from.job());
        Optional<NoncePrefix> named = prefixOf(jobId);
        NoncePrefix under = named.orElse(prefix);
        boolean whole = digits.length() == NONCE_DIGITS;
        if (!whole && digits.length() != NONCE_DIGITS - 2 * under.bytes()) {
            return new Command.BadShare(under.equals(prefix) ? Refusal.NONCE_SIZE : Refusal.UNKNOWN_JOB);
        }
        if (named.isEmpty()) {
            return new Command.BadShare(Refusal.UNKNOWN_JOB);
        }
        long below = Nonce.parse(digits).value();
        Nonce full = new Nonce(whole ? below : under.value() << Long.SIZE - Byte.SIZE * under.bytes() | below);
        long word = Nonce.parse(jobId.substring(jobId.length() - WORD_DIGITS)).value();
        return from.submit(word, Optional.empty(), full);
    }

    private static Optional<NoncePrefix> prefixOf(String jobId) {
        int digits = jobId.length() - WORD_DIGITS;
        return digits == 2 * SHORTEST || digits == 2 * LONGEST
                ? Optional.of(NoncePrefix.parse(jobId.substring(0, digits)))
                : Optional.empty();
    }
}
