package io.potpool.launcher.migrate;

import io.potpool.domain.Hash256;
import io.potpool.keccak.Keccak;
import java.nio.charset.StandardCharsets;

/**
 * Remembers names by 63 bits of their hash, in 8 to 32 bytes each, up to a bound; beyond it names are not remembered. Only
 * for what may be done twice, and left out once in 10^18 times. Thread-safe.
 */
final class SeenIds {

    private static final int MOST = 4_000_000;

    private long[] table = new long[1 << 12];
    private int size;

    synchronized boolean contains(String id) {
        return table[place(table, mark(id))] != 0;
    }

    /** Returns whether it is remembered, and was not before. */
    synchronized boolean add(String id) {
        if (size >= MOST) {
            return false;
        }
        if (size * 2 >= table.length) {
            grow();
        }
        long mark = mark(id);
        int place = place(table, mark);
        boolean fresh = table[place] == 0;
        size += fresh ? 1 : 0;
        table[place] = mark;
        return fresh;
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        for (long mark : table) {
            if (mark != 0) {
                larger[place(larger, mark)] = mark;
            }
        }
        table = larger;
    }

    private static int place(long[] in, long mark) {
        int place = (int) (mark >>> 20) & (in.length - 1);
        while (in[place] != 0 && in[place] != mark) {
            place = (place + 1) & (in.length - 1);
        }
        return place;
    }

    /** 0 stands for nothing. */
    private static long mark(String id) {
        Hash256 hash = Hash256.of(Keccak.keccak256(id.getBytes(StandardCharsets.UTF_8)));
        return hash.w0() | 1;
    }
}
