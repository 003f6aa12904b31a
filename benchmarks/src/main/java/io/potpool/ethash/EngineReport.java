package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Compares the ways to verify shares in one run: every trial measures each of them once, in turn, so that what else the
 * machine does meets all alike. Prints medians, ratios, and how fast the machine can read rows at random at all.
 *
 * <p>Arguments: the epoch (420), the trials (7), milliseconds of each measurement (1000).
 */
public final class EngineReport {

    private static final Hash256 HEADER = new Hash256(1, 2, 3, 4);
    private static final int ROWS_A_SHARE = 64 * 2 * ItemComputer.PARENTS;
    private static final int TOUCHED_AT_ONCE = 128;
    private static final int WARM_TRIALS = 2;

    private final LightCache cache;
    private final long nanos;
    private final Map<String, List<Double>> results = new LinkedHashMap<>();

    /** Written so that the compiler keeps the reads. */
    private long touched;

    private EngineReport(LightCache cache, long nanos) {
        this.cache = cache;
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
        for (int trial = -WARM_TRIALS; trial < trials; trial++) {
            report.trial(trial >= 0);
        }
        report.print();
        report.building(Math.max(3, trials / 2));
    }

    private void trial(boolean counts) throws InterruptedException {
        note(counts, "single", rate(one -> single(one)));
        for (Supplier<ItemComputer> computer : HashEngines.found()) {
            HashEngine engine = new BatchEngine(computer.get());
            ShareBatch batch = new ShareBatch();
            note(counts, engine.name() + ", 64 at once", rate(first -> batch(engine, batch, first)));
            note(counts, engine.name() + ", two threads", two(computer));
        }
        SplittableRandom random = new SplittableRandom(counts ? 1 : 2);
        int[] offsets = new int[TOUCHED_AT_ONCE];
        note(counts, "rows read at random", rate(unused -> touch(random, offsets)) / ROWS_A_SHARE);
    }

    private long single(long nonce) {
        touched += Ethash.hash(cache, HEADER, new Nonce(nonce)).result().w0();
        return 1;
    }

    private long batch(HashEngine engine, ShareBatch batch, long first) {
        batch.clear();
        for (int i = 0; i < 64; i++) {
            batch.add(HEADER, new Nonce(first + i));
        }
        engine.hash(cache, batch);
        return 64;
    }

    private double two(Supplier<ItemComputer> computer) throws InterruptedException {
        double[] rates = new double[2];
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
        return rates[0] + rates[1];
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

    /** Returns how many a second, where each call does some and says how many. */
    private double rate(LongUnaryOperator work) {
        long done = 0;
        long start = System.nanoTime();
        long took;
        do {
            done += work.applyAsLong(done);
            took = System.nanoTime() - start;
        } while (took < nanos);
        return done * 1e9 / took;
    }

    private void note(boolean counts, String name, double value) {
        if (counts) {
            results.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
        }
    }

    private void print() {
        double single = median(results.getOrDefault("single", List.of(1.0)));
        System.out.printf("%-28s %9s %9s %9s %7s%n", "shares/s, one thread", "median", "least", "most", "ratio");
        results.forEach((name, values) -> {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %9.0f %9.0f %9.0f %7.2f%n",
                    name,
                    median(values),
                    sorted[0],
                    sorted[sorted.length - 1],
                    median(values) / single);
        });
        System.out.println(
                "(rows read at random: by the touch loop alone, over 32,768 rows a share)" + (touched == 0 ? "" : " "));
    }

    /** Prints what building a cache costs, and what it takes from two verifying threads meanwhile. */
    private void building(int trials) throws InterruptedException {
        List<Double> builds = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        Supplier<ItemComputer> fastest =
                HashEngines.found().get(HashEngines.found().size() - 1);
        for (int trial = 0; trial < trials; trial++) {
            long start = System.nanoTime();
            touched += LightCache.build(cache.epoch()).bytes();
            builds.add((System.nanoTime() - start) / 1e9);
            alone.add(two(fastest));
            Thread builder =
                    new Thread(() -> touched += LightCache.build(cache.epoch()).bytes());
            builder.start();
            beside.add(two(fastest));
            builder.join();
        }
        double single = median(results.getOrDefault("single", List.of(1.0)));
        System.out.printf(
                Locale.ROOT,
                "light cache: built in %.2f s, the time of %.0f single shares%n",
                median(builds),
                median(builds) * single);
        System.out.printf(
                Locale.ROOT,
                "two threads (%s): %.0f shares/s alone, %.0f while a cache is built: %.0f %%%n",
                fastest.get().name(),
                median(alone),
                median(beside),
                100 * median(beside) / median(alone));
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
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
