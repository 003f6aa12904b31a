package io.potpool.simd;

import io.potpool.ethash.LightCache;
import java.util.Arrays;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Keccak-512 of many rows at once, 64 at a time. The states are a structure of arrays: lane x + 5y of all of them lies
 * together. For one thread.
 */
final class VectorKeccak {

    private static final VectorSpecies<Long> SPECIES = VectorItems.SPECIES;
    private static final int WIDTH = SPECIES.length();
    private static final int ROW = LightCache.ROW_LANES;
    private static final int LANES = 25;
    private static final int ROUNDS = 24;

    /** States at once: few enough for all of them to stay in the processor's nearest cache. */
    private static final int BLOCK = 64;

    /** Lane 8: the padding of a 64-byte message in the 72-byte rate. */
    private static final long PADDING = 1L << 63 | 1;

    private static final long[] ROUND = roundConstants();

    /** For each lane after rho and pi: the lane it comes from and by how much it is rotated. */
    private static final int[] SOURCE = new int[LANES];

    private static final long[] ROTATION = new long[LANES];

    static {
        SOURCE[0] = 0;
        int x = 1;
        int y = 0;
        for (int t = 0; t < ROUNDS; t++) {
            int toX = y;
            int toY = (2 * x + 3 * y) % 5;
            SOURCE[toX + 5 * toY] = x + 5 * y;
            ROTATION[toX + 5 * toY] = (t + 1L) * (t + 2) / 2 % 64;
            x = toX;
            y = toY;
        }
    }

    private long[] state = new long[LANES * BLOCK];
    private long[] next = new long[LANES * BLOCK];
    private final long[] columns = new long[5 * BLOCK];
    private final long[] differences = new long[5 * BLOCK];

    /** Constants of iota, by the shift register of the specification. */
    private static long[] roundConstants() {
        long[] constants = new long[ROUNDS];
        int register = 1;
        for (int round = 0; round < ROUNDS; round++) {
            for (int j = 0; j < 7; j++) {
                if ((register & 1) != 0) {
                    constants[round] |= 1L << ((1 << j) - 1);
                }
                register = register << 1 ^ (register >> 7) * 0x171;
            }
        }
        return constants;
    }

    /** Replaces each of the rows, 8 lanes each, by its digest. */
    void digest(long[] rows, int count) {
        for (int first = 0; first < count; first += BLOCK) {
            int size = Math.min(BLOCK, count - first);
            absorb(rows, first, size);
            for (int round = 0; round < ROUNDS; round++) {
                round(ROUND[round], (size + WIDTH - 1) / WIDTH * WIDTH);
            }
            squeeze(rows, first, size);
        }
    }

    private void absorb(long[] rows, int first, int size) {
        Arrays.fill(state, ROW * BLOCK, (ROW + 1) * BLOCK, PADDING);
        Arrays.fill(state, (ROW + 1) * BLOCK, LANES * BLOCK, 0);
        for (int i = 0; i < size; i++) {
            for (int lane = 0; lane < ROW; lane++) {
                state[lane * BLOCK + i] = rows[(first + i) * ROW + lane];
            }
        }
    }

    private void squeeze(long[] rows, int first, int size) {
        for (int i = 0; i < size; i++) {
            for (int lane = 0; lane < ROW; lane++) {
                rows[(first + i) * ROW + lane] = state[lane * BLOCK + i];
            }
        }
    }

    private void round(long constant, int size) {
        for (int x = 0; x < 5; x++) {
            column(state, columns, x * BLOCK, size);
        }
        difference(columns, differences, size);
        for (int y = 0; y < LANES; y += 5) {
            plane(y, size);
        }
        for (int i = 0; i < size; i++) {
            next[i] ^= constant;
        }
        long[] done = next;
        next = state;
        state = done;
    }

    private static void column(long[] state, long[] columns, int at, int size) {
        for (int i = at; i < at + size; i += WIDTH) {
            load(state, i)
                    .lanewise(VectorOperators.XOR, load(state, i + 5 * BLOCK))
                    .lanewise(VectorOperators.XOR, load(state, i + 10 * BLOCK))
                    .lanewise(VectorOperators.XOR, load(state, i + 15 * BLOCK))
                    .lanewise(VectorOperators.XOR, load(state, i + 20 * BLOCK))
                    .intoArray(columns, i);
        }
    }

    private static void difference(long[] columns, long[] differences, int size) {
        for (int i = 0; i < size; i += WIDTH) {
            LongVector c0 = load(columns, i);
            LongVector c1 = load(columns, i + BLOCK);
            LongVector c2 = load(columns, i + 2 * BLOCK);
            LongVector c3 = load(columns, i + 3 * BLOCK);
            LongVector c4 = load(columns, i + 4 * BLOCK);
            theta(c4, c1).intoArray(differences, i);
            theta(c0, c2).intoArray(differences, i + BLOCK);
            theta(c1, c3).intoArray(differences, i + 2 * BLOCK);
            theta(c2, c4).intoArray(differences, i + 3 * BLOCK);
            theta(c3, c0).intoArray(differences, i + 4 * BLOCK);
        }
    }

    private static LongVector theta(LongVector left, LongVector right) {
        return left.lanewise(VectorOperators.XOR, right.lanewise(VectorOperators.ROL, 1L));
    }

    /** Rho, pi and chi of the five lanes of a plane. */
    private void plane(int y, int size) {
        plane(
                state,
                differences,
                next,
                size,
                y * BLOCK,
                SOURCE[y],
                ROTATION[y],
                SOURCE[y + 1],
                ROTATION[y + 1],
                SOURCE[y + 2],
                ROTATION[y + 2],
                SOURCE[y + 3],
                ROTATION[y + 3],
                SOURCE[y + 4],
                ROTATION[y + 4]);
    }

    private static void plane(
            long[] state,
            long[] differences,
            long[] next,
            int size,
            int to,
            int s0,
            long r0,
            int s1,
            long r1,
            int s2,
            long r2,
            int s3,
            long r3,
            int s4,
            long r4) {
        LongVector ones = LongVector.broadcast(SPECIES, -1L);
        for (int i = 0; i < size; i += WIDTH) {
            LongVector b0 = rotated(state, s0, differences, i, r0);
            LongVector b1 = rotated(state, s1, differences, i, r1);
            LongVector b2 = rotated(state, s2, differences, i, r2);
            LongVector b3 = rotated(state, s3, differences, i, r3);
            LongVector b4 = rotated(state, s4, differences, i, r4);
            chi(b0, b1, b2, ones).intoArray(next, to + i);
            chi(b1, b2, b3, ones).intoArray(next, to + BLOCK + i);
            chi(b2, b3, b4, ones).intoArray(next, to + 2 * BLOCK + i);
            chi(b3, b4, b0, ones).intoArray(next, to + 3 * BLOCK + i);
            chi(b4, b0, b1, ones).intoArray(next, to + 4 * BLOCK + i);
        }
    }

    private static LongVector rotated(long[] state, int source, long[] differences, int at, long rotation) {
        return load(state, source * BLOCK + at)
                .lanewise(VectorOperators.XOR, load(differences, source % 5 * BLOCK + at))
                .lanewise(VectorOperators.ROL, rotation);
    }

    private static LongVector chi(LongVector a, LongVector b, LongVector c, LongVector ones) {
        return a.lanewise(
                VectorOperators.XOR, b.lanewise(VectorOperators.XOR, ones).lanewise(VectorOperators.AND, c));
    }

    private static LongVector load(long[] from, int at) {
        return LongVector.fromArray(SPECIES, from, at);
    }
}
