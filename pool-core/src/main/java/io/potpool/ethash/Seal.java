package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.keccak.KeccakF;
import java.util.Arrays;

/** The first and the last step of Ethash's main loop, on a state of 25 lanes. */
final class Seal {

    private Seal() {}

    /** Sets lanes 0 to 7 to keccak512(header, nonce as 8 bytes little-endian). */
    static void open(long[] state, Hash256 header, long nonce) {
        open(state, header.w0(), header.w1(), header.w2(), header.w3(), nonce);
    }

    /** Like the other, with the header as four big-endian words. */
    static void open(long[] state, long w0, long w1, long w2, long w3, long nonce) {
        state[0] = Long.reverseBytes(w0);
        state[1] = Long.reverseBytes(w1);
        state[2] = Long.reverseBytes(w2);
        state[3] = Long.reverseBytes(w3);
        state[4] = nonce;
        state[5] = 1;
        state[6] = 0;
        state[7] = 0;
        state[8] = 1L << 63;
        Arrays.fill(state, 9, 25, 0);
        KeccakF.permute(state);
    }

    /** Sets lanes 0 to 3 to keccak256(lanes 0 to 7, mix in lanes 8 to 11). */
    static void close(long[] state) {
        state[12] = 1;
        state[13] = 0;
        state[14] = 0;
        state[15] = 0;
        state[16] = 1L << 63;
        Arrays.fill(state, 17, 25, 0);
        KeccakF.permute(state);
    }

    /** Returns four lanes as a hash. */
    static Hash256 hash(long[] state, int lane) {
        return new Hash256(
                Long.reverseBytes(state[lane]),
                Long.reverseBytes(state[lane + 1]),
                Long.reverseBytes(state[lane + 2]),
                Long.reverseBytes(state[lane + 3]));
    }
}
