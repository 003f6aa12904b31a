package io.potpool.policy;

import io.potpool.spi.Offence;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** What an address has sent within a sliding window, by kind. Guarded by its owner. */
final class Score {

    private static final int SLICES = 6;

    private final long sliceMillis;
    private final Map<Offence, int[]> offences = new EnumMap<>(Offence.class);
    private final int[] good = new int[SLICES];
    private long slice;

    Score(long windowMillis, long nowMillis) {
        sliceMillis = Math.max(1, windowMillis / SLICES);
        slice = nowMillis / sliceMillis;
    }

    void good(long nowMillis) {
        good[at(nowMillis)]++;
    }

    void offence(Offence kind, long nowMillis) {
        int index = at(nowMillis);
        offences.computeIfAbsent(kind, unused -> new int[SLICES])[index]++;
    }

    /**
     * Returns the slice that counts now, after forgetting those that have left the window. A clock that was set back ages
     * what is there from the time that it shows.
     */
    private int at(long nowMillis) {
        long told = nowMillis / sliceMillis;
        if (told < slice - 1) {
            slice = told;
        }
        long now = Math.max(slice, told);
        for (long next = Math.max(slice + 1, now - SLICES + 1); next <= now; next++) {
            int index = (int) (next % SLICES);
            good[index] = 0;
            offences.values().forEach(counts -> counts[index] = 0);
        }
        slice = now;
        return (int) (slice % SLICES);
    }

    int good() {
        return Arrays.stream(good).sum();
    }

    int of(Offence kind) {
        int[] counts = offences.get(kind);
        return counts == null ? 0 : Arrays.stream(counts).sum();
    }

    /** Returns the number of invalid shares, or of malformed requests. */
    int bad(boolean shares) {
        int sum = 0;
        for (Offence kind : Offence.values()) {
            if (kind.isShare() == shares) {
                sum += of(kind);
            }
        }
        return sum;
    }

    boolean isEmpty(long nowMillis) {
        int unused = at(nowMillis);
        return good() == 0 && bad(true) == 0 && bad(false) == 0;
    }

    void clear() {
        Arrays.fill(good, 0);
        offences.clear();
    }

    @Override
    public String toString() {
        StringJoiner all = new StringJoiner(", ");
        for (Offence kind : Offence.values()) {
            if (of(kind) > 0) {
                all.add(kind.label() + " " + of(kind));
            }
        }
        return all + ", good " + good();
    }
}
