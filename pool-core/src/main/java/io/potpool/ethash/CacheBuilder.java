package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.keccak.KeccakF;

/** Computes the rows of a light cache: a chain of Keccak-512, then three rounds of RandMemoHash. */
final class CacheBuilder {

    private static final int ROUNDS = 3;
    private static final int ROW = LightCache.ROW_LANES;

    private final long[] state = new long[25];
    private final long[] lanes;
    private final int firstLane;
    private final int rows;

    private CacheBuilder(int firstLane, int rows) {
        this.firstLane = firstLane;
        this.rows = rows;
        this.lanes = new long[firstLane + rows * ROW];
    }

    /** Returns {@code firstLane} unused lanes and then {@code rows} rows. */
    static long[] build(Hash256 seed, int firstLane, int rows) {
        CacheBuilder builder = new CacheBuilder(firstLane, rows);
        builder.chain(seed);
        Modulus modulus = new Modulus(rows);
        for (int round = 0; round < ROUNDS; round++) {
            builder.mix(modulus);
        }
        return builder.lanes;
    }

    private void chain(Hash256 seed) {
        state[0] = Long.reverseBytes(seed.w0());
        state[1] = Long.reverseBytes(seed.w1());
        state[2] = Long.reverseBytes(seed.w2());
        state[3] = Long.reverseBytes(seed.w3());
        state[4] = 1;
        state[8] = 1L << 63;
        KeccakF.permute(state);
        store(0);
        for (int row = 1; row < rows; row++) {
            Keccak512.ofRow(state);
            store(row);
        }
    }

    private void mix(Modulus modulus) {
        for (int row = 0; row < rows; row++) {
            int previous = firstLane + (row == 0 ? rows - 1 : row - 1) * ROW;
            int other = firstLane + (int) modulus.of((int) lanes[firstLane + row * ROW]) * ROW;
            for (int lane = 0; lane < ROW; lane++) {
                state[lane] = lanes[previous + lane] ^ lanes[other + lane];
            }
            Keccak512.ofRow(state);
            store(row);
        }
    }

    private void store(int row) {
        System.arraycopy(state, 0, lanes, firstLane + row * ROW, ROW);
    }
}
