package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Light verification by one thread, one share after the other: bound by the latency of memory. Shares a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 5,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseTransparentHugePages"})
public class EthashBenchmark {

    private static final Hash256 HEADER = new Hash256(1, 2, 3, 4);

    /** The epoch that sets the sizes; 420 is about that of Ethereum Classic in 2026. */
    @Param({"0", "200", "420"})
    public int epoch;

    @SuppressWarnings("NullAway.Init")
    private LightCache cache;

    @SuppressWarnings("NullAway.Init")
    private ByTheBook book;

    private long nonce;

    /** Builds the cache. */
    @Setup
    public void build() {
        cache = LightCache.build(new EthashEpoch(epoch, epoch));
        book = new ByTheBook(cache);
    }

    /** As published verifiers do it: the measure of the others. */
    @Benchmark
    public PowHash byTheBook() {
        return book.hash(HEADER, nonce++);
    }

    /** The engines' way for a share alone. */
    @Benchmark
    public PowHash single() {
        return Ethash.hash(cache, HEADER, new Nonce(nonce++));
    }
}
