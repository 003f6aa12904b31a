package io.potpool.ethash;

/**
 * Items in plain Java. The state of all lanes is a structure of arrays, word by word; each step is a few small loops
 * with one result, the form in which the compiler vectorises them.
 */
final class PlainItems implements ItemComputer {

    private static final int ROW = LightCache.ROW_LANES;

    /** What is done to all lanes before the next step begins. */
    @FunctionalInterface
    private interface Step {

        long run(PlainItems own, LightCache cache, long[] items, long[] planes, int lanes, int parent);
    }

    /** Called through one place with several receivers, so that each loop is compiled alone: together they are slower. */
    private static final Step[] STEPS = {
        (own, cache, items, planes, lanes, parent) -> {
            own.locate(cache, items, planes, lanes, parent);
            return 0;
        },
        (own, cache, items, planes, lanes, parent) -> touch(cache, own.offsets, lanes),
        (own, cache, items, planes, lanes, parent) -> {
            gather(cache.lanes(), own.offsets, own.rows, lanes);
            return 0;
        },
        (own, cache, items, planes, lanes, parent) -> {
            fnv(planes, own.rows, lanes * ROW);
            return 0;
        }
    };

    private final long[] offsets = new long[MAX_LANES];
    private final long[] rows = new long[MAX_LANES * ROW];
    private final long[] state = new long[25];

    /** Written so that the compiler keeps the reads of {@link #touch}. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void compute(LightCache cache, long[] items, int lanes, long[] planes) {
        long[] cached = cache.lanes();
        for (int lane = 0; lane < lanes; lane++) {
            offsets[lane] = cache.firstLane() + cache.rows().of((int) items[lane]) * ROW;
        }
        long sum = touch(cache, offsets, lanes);
        gather(cached, offsets, planes, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            planes[lane] ^= items[lane];
        }
        digest(planes, lanes);
        for (int parent = 0; parent < PARENTS; parent++) {
            for (Step step : STEPS) {
                sum += step.run(this, cache, items, planes, lanes, parent);
            }
        }
        touched = sum;
        digest(planes, lanes);
    }

    /** One lane after the other: the loops of a permutation over all lanes would spend their time starting and ending. */
    private void digest(long[] planes, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            for (int word = 0; word < ROW; word++) {
                state[word] = planes[word * lanes + lane];
            }
            Keccak512.ofRow(state);
            for (int word = 0; word < ROW; word++) {
                planes[word * lanes + lane] = state[word];
            }
        }
    }

    private void locate(LightCache cache, long[] items, long[] planes, int lanes, int parent) {
        int plane = (parent % (2 * ROW) >> 1) * lanes;
        Modulus count = cache.rows();
        locate(
                items,
                planes,
                offsets,
                lanes,
                parent,
                plane,
                Words.shift(parent),
                cache.firstLane(),
                count.divisor(),
                count.factor(),
                count.shift());
    }

    /** {@link Modulus#of} with its fields in local variables. */
    private static void locate(
            long[] items,
            long[] planes,
            long[] offsets,
            int lanes,
            int parent,
            int plane,
            int shift,
            long firstLane,
            long divisor,
            long factor,
            int quotientShift) {
        for (int lane = 0; lane < lanes; lane++) {
            long dividend = ((items[lane] ^ parent) * Words.PRIME ^ planes[plane + lane] >>> shift) & Words.LOW;
            long rest = dividend - (dividend * factor >>> quotientShift) * divisor - divisor;
            offsets[lane] = firstLane + ((rest + (divisor & rest >> 63)) << 3);
        }
    }

    /** Reads one word of every row for nothing: the loads of all rows are under way before the first is needed. */
    private static long touch(LightCache cache, long[] offsets, int lanes) {
        return cache.isStraddling()
                ? touch(cache.lanes(), offsets, lanes, ROW - 1)
                : touch(cache.lanes(), offsets, lanes);
    }

    private static long touch(long[] cached, long[] offsets, int lanes) {
        long sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            sum ^= cached[(int) offsets[lane]];
        }
        return sum;
    }

    private static long touch(long[] cached, long[] offsets, int lanes, int second) {
        long sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            int offset = (int) offsets[lane];
            sum ^= cached[offset] ^ cached[offset + second];
        }
        return sum;
    }

    private static void gather(long[] cached, long[] offsets, long[] planes, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            int from = (int) offsets[lane];
            planes[lane] = cached[from];
            planes[lane + lanes] = cached[from + 1];
            planes[lane + 2 * lanes] = cached[from + 2];
            planes[lane + 3 * lanes] = cached[from + 3];
            planes[lane + 4 * lanes] = cached[from + 4];
            planes[lane + 5 * lanes] = cached[from + 5];
            planes[lane + 6 * lanes] = cached[from + 6];
            planes[lane + 7 * lanes] = cached[from + 7];
        }
    }

    /** Sets each of the first {@code count} lanes of {@code x} to the FNV of both its words with those of {@code y}. */
    static void fnv(long[] x, long[] y, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = Words.fnvBoth(x[i], y[i]);
        }
    }
}
