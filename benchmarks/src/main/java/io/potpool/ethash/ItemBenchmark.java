package io.potpool.ethash;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Computing the dataset by one thread. Items of 64 bytes a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 5,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseTransparentHugePages", "--add-modules", "jdk.incubator.vector"})
public class ItemBenchmark {

    private static final int PAGES = 512;

    /** The epoch that sets the sizes. */
    @Param({"0", "420"})
    public int epoch;

    /** Which item computer; {@code vector} needs a processor that has them. */
    @Param({"plain", "vector"})
    public String engine = "plain";

    @SuppressWarnings("NullAway.Init")
    private LightCache cache;

    @SuppressWarnings("NullAway.Init")
    private PageRun run;

    private final long[] lanes = new long[PAGES * PageSource.LANES];
    private long firstPage;

    /** Builds the cache. */
    @Setup
    public void build() {
        cache = LightCache.build(new EthashEpoch(epoch, epoch));
        run = new PageRun(HashEngines.found().stream()
                .map(candidate -> candidate.get())
                .filter(candidate -> candidate.name().startsWith(engine))
                .findFirst()
                .orElseThrow());
    }

    /** Consecutive items, as the dataset is computed. */
    @Benchmark
    @OperationsPerInvocation(2 * PAGES)
    public long[] items() {
        run.compute(cache, firstPage, PAGES, lanes);
        firstPage = (firstPage + PAGES) % (1 << 20);
        return lanes;
    }
}
