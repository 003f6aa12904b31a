package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Compares the ways to verify shares in one run: every trial measures each of them once, in turn, so that what else the
 * machine does meets all alike. Prints medians, ratios to {@link ByTheBook} and to the engines' own way with one share at a
 * time, and how fast the machine can read rows at random at all. Prints nothing but an error if the ways do not agree.
 *
 * <p>Arguments: the epoch (420), the trials (7), milliseconds of each measurement (1000).
 */
public final class EngineReport {

    private static final Hash256 HEADER = new Hash256(1, 2, 3, 4);
    private static final int ROWS_A_SHARE = 64 * 2 * ItemComputer.PARENTS;
    private static final int TOUCHED_AT_ONCE = 128;
    private static final int WARM_TRIALS = 2;
    private static final int BATCH = 64;
    private static final String BOOK = "by the book";
    private static final String SINGLE = "one at a time";

    private final LightCache cache;
    private final ByTheBook book;
    private final long nanos;
    private final Map<String, List<Rate>> results = new LinkedHashMap<>();

    /** How many a second, and how many a second of the thread's processor time: less where others had the processor. */
    private record Rate(double wall, double processor) {

        Rate plus(Rate other) {
            return new Rate(wall + other.wall, processor + other.processor);
        }

        Rate over(double divisor) {
            return new Rate(wall / divisor, processor / divisor);
        }
    }

    /** Written so that the compiler keeps the reads. */
    private long touched;

    private EngineReport(LightCache cache, long nanos) {
        this.cache = cache;
        this.book = new ByTheBook(cache);
        this.nanos = nanos;
    }

    /** Runs the comparison. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int epoch = args.length > 0 ? Integer.parseInt(args[0]) : 420;
        int trials = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        long millis = args.length > 2 ? Long.parseLong(args[2]) : 1000;
        System.out.printf(
                "%s, %d processors, Java %s, huge pages %s, epoch %d%n",
                processor(), Runtime.getRuntime().availableProcessors(), Runtime.version(), hugePages(), epoch);
        EngineReport report = new EngineReport(LightCache.build(new EthashEpoch(epoch, epoch)), millis * 1_000_000);
        report.requireAgreement();
        for (int trial = -WARM_TRIALS; trial < trials; trial++) {
            report.trial(trial >= 0);
        }
        report.print();
        report.building(Math.max(3, trials / 2));
    }

    /** Throws if any way of hashing differs from the book: figures of a wrong one mean nothing. */
    private void requireAgreement() {
        List<HashEngine> engines = new ArrayList<>();
        HashEngines.found().forEach(computer -> engines.add(new BatchEngine(computer.get())));
        ShareBatch batch = new ShareBatch();
        for (HashEngine engine : engines) {
            batch(engine, batch, 0);
            for (int nonce = 0; nonce < BATCH; nonce++) {
                PowHash expected = book.hash(HEADER, nonce);
                if (!expected.equals(Ethash.hash(cache, HEADER, new Nonce(nonce)))
                        || !expected.equals(batch.hash(nonce))) {
                    throw new IllegalStateException(
                            "nonce " + nonce + " is hashed otherwise by the book than by " + engine.name());
                }
            }
        }
    }

    private void trial(boolean counts) throws InterruptedException {
        note(counts, BOOK, rate(one -> byTheBook(one)));
        note(counts, SINGLE, rate(one -> single(one)));
        for (Supplier<ItemComputer> computer : HashEngines.found()) {
            HashEngine engine = new BatchEngine(computer.get());
            ShareBatch batch = new ShareBatch();
            note(counts, engine.name() + ", 64 at once", rate(first -> batch(engine, batch, first)));
            note(counts, engine.name() + ", two threads", two(computer));
        }
        SplittableRandom random = new SplittableRandom(counts ? 1 : 2);
        int[] offsets = new int[TOUCHED_AT_ONCE];
        note(
                counts,
                "rows read at random",
                rate(unused -> touch(random, offsets)).over(ROWS_A_SHARE));
    }

    private long byTheBook(long nonce) {
        touched += book.hash(HEADER, nonce).result().w0();
        return 1;
    }

    private long single(long nonce) {
        touched += Ethash.hash(cache, HEADER, new Nonce(nonce)).result().w0();
        return 1;
    }

    private long batch(HashEngine engine, ShareBatch batch, long first) {
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
            batch.add(HEADER, new Nonce(first + i));
        }
        engine.hash(cache, batch);
        return BATCH;
    }

    private Rate two(Supplier<ItemComputer> computer) throws InterruptedException {
        Rate[] rates = new Rate[2];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < rates.length; i++) {
            int index = i;
            HashEngine engine = new BatchEngine(computer.get());
            ShareBatch batch = new ShareBatch();
            Thread thread = new Thread(() -> rates[index] = rate(first -> batch(engine, batch, first)));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return rates[0].plus(rates[1]);
    }

    private long touch(SplittableRandom random, int[] offsets) {
        long[] rows = cache.lanes();
        int count = (int) cache.rows().divisor();
        long seed = random.nextLong();
        for (int i = 0; i < offsets.length; i++) {
            seed = seed * 6364136223846793005L + 1442695040888963407L;
            offsets[i] = cache.firstLane() + (int) ((seed >>> 32) * count >>> 32) * LightCache.ROW_LANES;
        }
        long sum = 0;
        for (int offset : offsets) {
            sum ^= rows[offset];
        }
        touched += sum;
        return offsets.length;
    }

    private Rate rate(LongUnaryOperator work) {
        return rate(nanos, work);
    }

    /** Returns how many a second, where each call does some and says how many; calls once at least. */
    private static Rate rate(long nanos, LongUnaryOperator work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long done = 0;
        long processorStart = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long took;
        do {
            done += work.applyAsLong(done);
            took = System.nanoTime() - start;
        } while (took < nanos);
        return new Rate(done * 1e9 / took, done * 1e9 / (threads.getCurrentThreadCpuTime() - processorStart));
    }

    private void note(boolean counts, String name, Rate value) {
        if (counts) {
            results.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
        }
    }

    private void print() {
        System.out.printf(
                "%-28s %8s %8s %8s %14s %8s %8s%n",
                "shares/s, one thread", "median", "least", "most", "of processor", "x book", "x single");
        results.forEach((name, rates) -> System.out.printf(
                Locale.ROOT,
                "%-28s %8.0f %8.0f %8.0f %14.0f %8.2f %8.2f%n",
                name,
                median(rates, Rate::wall),
                rates.stream().mapToDouble(Rate::wall).min().orElse(0),
                rates.stream().mapToDouble(Rate::wall).max().orElse(0),
                median(rates, Rate::processor),
                median(rates, Rate::processor) / rateOf(BOOK),
                median(rates, Rate::processor) / rateOf(SINGLE)));
        System.out.println(
                "(of processor: a second of the thread's processor time; less in the other columns where others"
                        + " had the processor; ratios are of it)");
        System.out.println(
                "(rows read at random: by the touch loop alone, over 32,768 rows a share)" + (touched == 0 ? "" : " "));
    }

    private double rateOf(String name) {
        return median(results.getOrDefault(name, List.of(new Rate(1, 1))), Rate::processor);
    }

    /** Prints what building a cache costs, and what it takes from two verifying threads meanwhile. */
    private void building(int trials) throws InterruptedException {
        List<Rate> builds = new ArrayList<>();
        List<Rate> alone = new ArrayList<>();
        List<Rate> beside = new ArrayList<>();
        Supplier<ItemComputer> fastest =
                HashEngines.found().get(HashEngines.found().size() - 1);
        for (int trial = 0; trial < trials; trial++) {
            builds.add(rate(0, unused -> {
                touched += LightCache.build(cache.epoch()).bytes();
                return 1;
            }));
            alone.add(two(fastest));
            Thread builder =
                    new Thread(() -> touched += LightCache.build(cache.epoch()).bytes());
            builder.start();
            beside.add(two(fastest));
            builder.join();
        }
        double seconds = 1 / median(builds, Rate::processor);
        System.out.printf(
                Locale.ROOT,
                "light cache: built in %.2f s, %.2f s of processor time, the time of %.0f shares by the book, of %.0f"
                        + " one at a time%n",
                1 / median(builds, Rate::wall),
                seconds,
                seconds * rateOf(BOOK),
                seconds * rateOf(SINGLE));
        System.out.printf(
                Locale.ROOT,
                "two threads (%s): %.0f shares/s alone, %.0f while a cache is built: %.0f %%%n",
                fastest.get().name(),
                median(alone, Rate::wall),
                median(beside, Rate::wall),
                100 * median(beside, Rate::wall) / median(alone, Rate::wall));
    }

    private static double median(List<Rate> rates, ToDoubleFunction<Rate> of) {
        double[] sorted = rates.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
    }

    private static String hugePages() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-XX:+UseTransparentHugePages")
                ? "on"
                : "off";
    }
}
