package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.metrics.Metrics;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Verification from the full dataset of epoch 0, 1 GB in heap memory, by one thread. Shares a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 5,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+UseTransparentHugePages", "--add-modules", "jdk.incubator.vector"})
public class DatasetBenchmark {

    private static final Hash256 HEADER = new Hash256(1, 2, 3, 4);
    private static final int BATCH = 64;

    @SuppressWarnings("NullAway.Init")
    private LightCache cache;

    @SuppressWarnings("NullAway.Init")
    private Dataset dataset;

    @SuppressWarnings("NullAway.Init")
    private HashEngine engine;

    private final ShareBatch batch = new ShareBatch();
    private long nonce;

    /** Computes the dataset, on all processors. */
    @Setup
    public void build() {
        cache = LightCache.build(new EthashEpoch(0, 0));
        int threads = Runtime.getRuntime().availableProcessors();
        Datasets datasets = Datasets.inHeap(threads, unused -> {}, new Metrics());
        datasets.prepare(cache);
        Optional<Dataset> ready = Optional.empty();
        while (ready.isEmpty()) {
            LockSupport.parkNanos(100_000_000);
            ready = datasets.ifReady(cache.epoch());
        }
        dataset = ready.get();
        engine = HashEngines.full(HashEngine::plain, datasets).get();
    }

    /** One share at a time. */
    @Benchmark
    public PowHash single() {
        return dataset.hash(HEADER, new Nonce(nonce++));
    }

    /** Full batches. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long batch64() {
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
            batch.add(HEADER, new Nonce(nonce++));
        }
        engine.hash(cache, batch);
        return batch.headerWord(0, 0);
    }
}
