package io.potpool.simd;

import io.potpool.ethash.ItemComputer;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.Modulus;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Items by vectors: while an item is mixed, its row is one or two vectors, so that a row of the cache is read by one
 * instruction; for Keccak, several items share a vector.
 */
final class VectorItems implements ItemComputer {

    static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;

    private static final int WIDTH = SPECIES.length();
    private static final int ROW = LightCache.ROW_LANES;
    private static final int PRIME = 0x01000193;
    private static final long LOW = 0xffffffffL;

    /** Where the same lane of neighbouring rows lies. */
    private static final int[] ROW_STARTS = rowStarts();

    /** What is done to all lanes before the next step begins. */
    @FunctionalInterface
    private interface Step {

        long run(VectorItems own, LightCache cache, int lanes, int parent);
    }

    /** Called through one place with several receivers, so that each loop is compiled alone: together they are slower. */
    private static final Step[] STEPS = {
        (own, cache, lanes, parent) -> {
            int word = parent % (2 * ROW);
            locate(
                    own.items,
                    own.rows,
                    own.offsets,
                    lanes,
                    parent,
                    word >> 1,
                    (word & 1) << 5,
                    cache.firstLane(),
                    cache.rows());
            return 0;
        },
        (own, cache, lanes, parent) -> own.touch(cache, lanes),
        (own, cache, lanes, parent) -> {
            fnv(cache.lanes(), own.offsets, own.rows, lanes);
            return 0;
        }
    };

    private final long[] items = new long[MAX_LANES];
    private final long[] offsets = new long[MAX_LANES];
    private final long[] rows = new long[MAX_LANES * ROW];
    private final VectorKeccak keccak = new VectorKeccak();

    /** Written so that the compiler keeps the reads of {@link #touch}. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    private static int[] rowStarts() {
        int[] starts = new int[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            starts[i] = i * ROW;
        }
        return starts;
    }

    /** Returns whether vectors are wide enough to be worth it. */
    static boolean isUseful() {
        return WIDTH >= 4 && ROW % WIDTH == 0;
    }

    @Override
    public String name() {
        return "vector " + SPECIES.vectorBitSize();
    }

    @Override
    public void compute(LightCache cache, long[] wanted, int lanes, long[] planes) {
        int padded = (lanes + WIDTH - 1) / WIDTH * WIDTH;
        for (int lane = 0; lane < padded; lane++) {
            items[lane] = wanted[Math.min(lane, lanes - 1)];
        }
        begin(cache, padded);
        keccak.digest(rows, padded);
        mix(cache, padded);
        keccak.digest(rows, padded);
        toPlanes(lanes, planes);
    }

    private void begin(LightCache cache, int lanes) {
        long[] cached = cache.lanes();
        for (int lane = 0; lane < lanes; lane++) {
            offsets[lane] = cache.firstLane() + cache.rows().of((int) items[lane]) * ROW;
        }
        touched = touch(cached, offsets, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            System.arraycopy(cached, (int) offsets[lane], rows, lane * ROW, ROW);
            rows[lane * ROW] ^= items[lane];
        }
    }

    private void mix(LightCache cache, int lanes) {
        long sum = 0;
        for (int parent = 0; parent < PARENTS; parent++) {
            for (Step step : STEPS) {
                sum += step.run(this, cache, lanes, parent);
            }
        }
        touched = sum;
    }

    private long touch(LightCache cache, int lanes) {
        long sum = touch(cache.lanes(), offsets, lanes);
        return cache.isStraddling() ? sum ^ touchEnds(cache.lanes(), offsets, lanes) : sum;
    }

    /** Sets the offset of the row that each item is mixed with next, as {@link Modulus#of} computes it. */
    private static void locate(
            long[] items,
            long[] rows,
            long[] offsets,
            int lanes,
            int parent,
            int from,
            int shift,
            long firstLane,
            Modulus count) {
        long divisor = count.divisor();
        long factor = count.factor();
        int quotientShift = count.shift();
        for (int lane = 0; lane < lanes; lane += WIDTH) {
            LongVector words = LongVector.fromArray(SPECIES, rows, lane * ROW + from, ROW_STARTS, 0)
                    .lanewise(VectorOperators.LSHR, shift);
            LongVector dividend = LongVector.fromArray(SPECIES, items, lane)
                    .lanewise(VectorOperators.XOR, parent)
                    .mul(PRIME)
                    .lanewise(VectorOperators.XOR, words)
                    .and(LOW);
            LongVector rest = dividend.sub(dividend.mul(factor)
                            .lanewise(VectorOperators.LSHR, quotientShift)
                            .mul(divisor))
                    .sub(divisor);
            rest.add(rest.lanewise(VectorOperators.ASHR, 63).and(divisor))
                    .lanewise(VectorOperators.LSHL, 3)
                    .add(firstLane)
                    .intoArray(offsets, lane);
        }
    }

    /** Reads one word of every row for nothing: the loads of all rows are under way before the first is needed. */
    private static long touch(long[] cached, long[] offsets, int lanes) {
        long sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            sum ^= cached[(int) offsets[lane]];
        }
        return sum;
    }

    private static long touchEnds(long[] cached, long[] offsets, int lanes) {
        long sum = 0;
        for (int lane = 0; lane < lanes; lane++) {
            sum ^= cached[(int) offsets[lane] + ROW - 1];
        }
        return sum;
    }

    private static void fnv(long[] cached, long[] offsets, long[] rows, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            int from = (int) offsets[lane];
            int to = lane * ROW;
            for (int at = 0; at < ROW; at += WIDTH) {
                LongVector.fromArray(SPECIES, rows, to + at)
                        .reinterpretAsInts()
                        .mul(PRIME)
                        .reinterpretAsLongs()
                        .lanewise(VectorOperators.XOR, LongVector.fromArray(SPECIES, cached, from + at))
                        .intoArray(rows, to + at);
            }
        }
    }

    private void toPlanes(int lanes, long[] planes) {
        for (int lane = 0; lane < lanes; lane++) {
            for (int word = 0; word < ROW; word++) {
                planes[word * lanes + lane] = rows[lane * ROW + word];
            }
        }
    }
}
