package io.potpool.simd;

import io.potpool.ethash.LightCache;
import java.util.Arrays;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Keccak-512 of many rows at once, 64 at a time. The states are a structure of arrays: lane x + 5y of all of them lies
 * together. For one thread.
 *
 * <p>The loops call nothing of our own: past some thousand nodes the compiler inlines only what the library forces it to,
 * and a vector that is returned by a call is an object.
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
            LongVector.fromArray(SPECIES, state, i)
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, state, i + 5 * BLOCK))
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, state, i + 10 * BLOCK))
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, state, i + 15 * BLOCK))
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, state, i + 20 * BLOCK))
                    .intoArray(columns, i);
        }
    }

    private static void difference(long[] columns, long[] differences, int size) {
        for (int i = 0; i < size; i += WIDTH) {
            LongVector c0 = LongVector.fromArray(SPECIES, columns, i);
            LongVector c1 = LongVector.fromArray(SPECIES, columns, i + BLOCK);
            LongVector c2 = LongVector.fromArray(SPECIES, columns, i + 2 * BLOCK);
            LongVector c3 = LongVector.fromArray(SPECIES, columns, i + 3 * BLOCK);
            LongVector c4 = LongVector.fromArray(SPECIES, columns, i + 4 * BLOCK);
            c4.lanewise(VectorOperators.XOR, c1.lanewise(VectorOperators.ROL, 1L))
                    .intoArray(differences, i);
            c0.lanewise(VectorOperators.XOR, c2.lanewise(VectorOperators.ROL, 1L))
                    .intoArray(differences, i + BLOCK);
            c1.lanewise(VectorOperators.XOR, c3.lanewise(VectorOperators.ROL, 1L))
                    .intoArray(differences, i + 2 * BLOCK);
            c2.lanewise(VectorOperators.XOR, c4.lanewise(VectorOperators.ROL, 1L))
                    .intoArray(differences, i + 3 * BLOCK);
            c3.lanewise(VectorOperators.XOR, c0.lanewise(VectorOperators.ROL, 1L))
                    .intoArray(differences, i + 4 * BLOCK);
        }
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
        int d0 = s0 % 5 * BLOCK;
        int d1 = s1 % 5 * BLOCK;
        int d2 = s2 % 5 * BLOCK;
        int d3 = s3 % 5 * BLOCK;
        int d4 = s4 % 5 * BLOCK;
        for (int i = 0; i < size; i += WIDTH) {
            LongVector b0 = LongVector.fromArray(SPECIES, state, s0 * BLOCK + i)
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, differences, d0 + i))
                    .lanewise(VectorOperators.ROL, r0);
            LongVector b1 = LongVector.fromArray(SPECIES, state, s1 * BLOCK + i)
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, differences, d1 + i))
                    .lanewise(VectorOperators.ROL, r1);
            LongVector b2 = LongVector.fromArray(SPECIES, state, s2 * BLOCK + i)
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, differences, d2 + i))
                    .lanewise(VectorOperators.ROL, r2);
            LongVector b3 = LongVector.fromArray(SPECIES, state, s3 * BLOCK + i)
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, differences, d3 + i))
                    .lanewise(VectorOperators.ROL, r3);
            LongVector b4 = LongVector.fromArray(SPECIES, state, s4 * BLOCK + i)
                    .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, differences, d4 + i))
                    .lanewise(VectorOperators.ROL, r4);
            b0.lanewise(
                            VectorOperators.XOR,
                            b1.lanewise(VectorOperators.XOR, ones).lanewise(VectorOperators.AND, b2))
                    .intoArray(next, to + i);
            b1.lanewise(
                            VectorOperators.XOR,
                            b2.lanewise(VectorOperators.XOR, ones).lanewise(VectorOperators.AND, b3))
                    .intoArray(next, to + BLOCK + i);
            b2.lanewise(
                            VectorOperators.XOR,
                            b3.lanewise(VectorOperators.XOR, ones).lanewise(VectorOperators.AND, b4))
                    .intoArray(next, to + 2 * BLOCK + i);
            b3.lanewise(
                            VectorOperators.XOR,
                            b4.lanewise(VectorOperators.XOR, ones).lanewise(VectorOperators.AND, b0))
                    .intoArray(next, to + 3 * BLOCK + i);
            b4.lanewise(
                            VectorOperators.XOR,
                            b0.lanewise(VectorOperators.XOR, ones).lanewise(VectorOperators.AND, b1))
                    .intoArray(next, to + 4 * BLOCK + i);
        }
    }
}
