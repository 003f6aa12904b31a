package io.potpool.ethash;

import io.potpool.keccak.KeccakF;
import java.util.Arrays;

/** Keccak-512 of exactly 64 bytes held in the first eight lanes of a state. */
final class Keccak512 {

    /** Lane 8 of the state: the padding of a 64-byte message in the 72-byte rate. */
    static final long PADDING = 1L << 63 | 1;

    private Keccak512() {}

    /** Replaces lanes 0 to 7 by their digest; the other lanes are overwritten. */
    static void ofRow(long[] state) {
        state[8] = PADDING;
        Arrays.fill(state, 9, 25, 0);
        KeccakF.permute(state);
    }
}
