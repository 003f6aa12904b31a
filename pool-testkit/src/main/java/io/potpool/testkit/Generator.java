package io.potpool.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Random values for property tests, the same for the same seed on every machine. Ranges are inclusive; edges of a range
 * come up more often than chance would have it. Not thread-safe.
 */
public final class Generator {

    private static final int EDGE_IN = 8;

    private final SplittableRandom random;

    /** Starts from a seed. */
    public Generator(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A statement about values; it fails by throwing. */
    public interface Property {
        /** Checks the statement for values drawn from {@code generator}. */
        void check(Generator generator) throws Exception;
    }

    /**
     * Checks a property {@code runs} times, each with a seed of its own that follows from {@code seed}.
     *
     * @throws AssertionError on the first failure; it names the seed, with which {@code forAll(thatSeed, 1, property)}
     *     repeats it
     */
    public static void forAll(long seed, int runs, Property property) {
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int run = 0; run < runs; run++) {
            long own = run == 0 ? seed : seeds.nextLong();
            try {
                property.check(new Generator(own));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("property failed in run " + run + "; repeat it with seed " + own + "L", e);
            }
        }
    }

    /** Returns an int from {@code least} to {@code most}. */
    public int ints(int least, int most) {
        return (int) longs(least, most);
    }

    /** Returns a long from {@code least} to {@code most}. */
    public long longs(long least, long most) {
        if (least > most) {
            throw new IllegalArgumentException(least + " is above " + most);
        }
        return switch (random.nextInt(EDGE_IN)) {
            case 0 -> least;
            case 1 -> most;
            default -> most == Long.MAX_VALUE ? unbounded(least) : random.nextLong(least, most + 1);
        };
    }

    private long unbounded(long least) {
        if (least == Long.MIN_VALUE) {
            return random.nextLong();
        }
        return random.nextLong(least - 1, Long.MAX_VALUE) + 1;
    }

    /** Returns any long. */
    public long anyLong() {
        return random.nextLong();
    }

    /** Returns true or false. */
    public boolean booleans() {
        return random.nextBoolean();
    }

    /** Returns true once in {@code n} times on average. */
    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** Returns {@code length} random bytes. */
    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Returns printable ASCII text of {@code least} to {@code most} characters. */
    public String text(int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = ints(least, most); left > 0; left--) {
            text.append((char) random.nextInt(0x20, 0x7f));
        }
        return text.toString();
    }

    /** Returns one of {@code options}. */
    @SafeVarargs
    public final <T> T choice(T... options) {
        return options[random.nextInt(options.length)];
    }

    /** Returns one of {@code options}. */
    public <T> T choice(List<T> options) {
        return options.get(random.nextInt(options.size()));
    }

    /** Returns a list of {@code least} to {@code most} elements, each made by {@code element}. */
    public <T> List<T> list(int least, int most, Function<Generator, T> element) {
        List<T> list = new ArrayList<>();
        for (int left = ints(least, most); left > 0; left--) {
            list.add(element.apply(this));
        }
        return list;
    }

    /** Returns the elements in another order. */
    public <T> List<T> shuffled(List<T> elements) {
        List<T> list = new ArrayList<>(elements);
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
        return list;
    }
}
