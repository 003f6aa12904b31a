package io.potpool.shares;

import java.util.SplittableRandom;

/** A growing set of 64-bit numbers without boxing, whose places nobody outside can predict. Not thread-safe. */
final class NonceSet {

    private static final long SEED = new SplittableRandom().nextLong();

    private long[] table = new long[16];
    private int size;
    private boolean hasZero;

    int size() {
        return size;
    }

    boolean contains(long nonce) {
        if (nonce == 0) {
            return hasZero;
        }
        return table[slot(table, nonce)] != 0;
    }

    void add(long nonce) {
        if (nonce == 0) {
            size += hasZero ? 0 : 1;
            hasZero = true;
            return;
        }
        int slot = slot(table, nonce);
        if (table[slot] == 0) {
            table[slot] = nonce;
            size++;
            if (size * 2 > table.length) {
                grow();
            }
        }
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        for (long nonce : table) {
            if (nonce != 0) {
                larger[slot(larger, nonce)] = nonce;
            }
        }
        table = larger;
    }

    private static int slot(long[] table, long nonce) {
        long mixed = nonce ^ SEED;
        mixed = (mixed ^ mixed >>> 32) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 29) * 0xbf58476d1ce4e5b9L;
        int slot = (int) (mixed >>> 32) & table.length - 1;
        while (table[slot] != 0 && table[slot] != nonce) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }
}
