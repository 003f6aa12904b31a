package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;

/** Ethash of one header and nonce at a time; stateless and thread-safe. Many at once are faster by {@link HashEngine}. */
public final class Ethash {

    private Ethash() {}

    /** Computes mix and result; takes milliseconds for a real epoch. */
    public static PowHash hash(LightCache cache, Hash256 header, Nonce nonce) {
        return MainLoop.hash(new ComputedPages(cache), header, nonce.value());
    }

    /**
     * Returns the result that a claimed mix leads to, in a microsecond. Whoever claims a mix can search for one whose
     * result is low, so this may reject a share early but never accept one.
     */
    public static Hash256 quickResult(Hash256 header, Nonce nonce, Hash256 mix) {
        long[] state = new long[25];
        Seal.open(state, header, nonce.value());
        state[8] = Long.reverseBytes(mix.w0());
        state[9] = Long.reverseBytes(mix.w1());
        state[10] = Long.reverseBytes(mix.w2());
        state[11] = Long.reverseBytes(mix.w3());
        Seal.close(state);
        return Seal.hash(state, 0);
    }
}
