package io.potpool.keccak;

/** The permutation keccak-f[1600]. */
public final class KeccakF {

    private static final long[] ROUND = {
        0x0000000000000001L, 0x0000000000008082L, 0x800000000000808aL, 0x8000000080008000L,
        0x000000000000808bL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
        0x000000000000008aL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000aL,
        0x000000008000808bL, 0x800000000000008bL, 0x8000000000008089L, 0x8000000000008003L,
        0x8000000000008002L, 0x8000000000000080L, 0x000000000000800aL, 0x800000008000000aL,
        0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L
    };
    private static final int[] ROTATION = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };
    private static final int[] LANE = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private KeccakF() {}

    /**
     * Permutes a state of 25 lanes in place; lane x + 5y, each lane little-endian.
     *
     * @param a the state; its first 25 elements are read and written
     */
    public static void permute(long[] a) {
        long[] column = new long[5];
        for (long constant : ROUND) {
            for (int x = 0; x < 5; x++) {
                column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
            }
            for (int x = 0; x < 5; x++) {
                long parity = column[(x + 4) % 5] ^ Long.rotateLeft(column[(x + 1) % 5], 1);
                for (int y = 0; y < 25; y += 5) {
                    a[x + y] ^= parity;
                }
            }
            long moved = a[1];
            for (int i = 0; i < 24; i++) {
                long next = a[LANE[i]];
                a[LANE[i]] = Long.rotateLeft(moved, ROTATION[i]);
                moved = next;
            }
            for (int y = 0; y < 25; y += 5) {
                long a0 = a[y];
                long a1 = a[y + 1];
                for (int x = 0; x < 3; x++) {
                    a[y + x] ^= ~a[y + x + 1] & a[y + x + 2];
                }
                a[y + 3] ^= ~a[y + 4] & a0;
                a[y + 4] ^= ~a0 & a1;
            }
            a[0] ^= constant;
        }
    }
}
