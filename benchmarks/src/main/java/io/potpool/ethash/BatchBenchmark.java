package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * Light verification in batches of K shares, by plain Java or by vectors. The score is batches a second; the counter
 * {@code shares} is shares a second, whatever K is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 5,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseTransparentHugePages", "--add-modules", "jdk.incubator.vector"})
public class BatchBenchmark {

    private static final Hash256 HEADER = new Hash256(1, 2, 3, 4);

    /** The epoch that sets the sizes. */
    @Param({"0", "200", "420"})
    public int epoch;

    /** Shares in a batch. */
    @Param({"1", "2", "4", "8", "16", "32", "64", "128"})
    public int k;

    /** Which item computer; {@code vector} needs a processor that has them. */
    @Param({"plain", "vector"})
    public String engine = "plain";

    @SuppressWarnings("NullAway.Init")
    private LightCache cache;

    /** Builds the cache. */
    @Setup
    public void build() {
        cache = LightCache.build(new EthashEpoch(epoch, epoch));
    }

    /** What a verifier thread owns. */
    @State(Scope.Thread)
    public static class Verifier {

        @SuppressWarnings("NullAway.Init")
        private HashEngine engine;

        private final ShareBatch batch = new ShareBatch();
        private final Nonce[] nonces = new Nonce[ShareBatch.MAX];

        /** Chooses the engine, and the nonces once for all, so that what is allocated is the engine's. */
        @Setup
        public void choose(BatchBenchmark parameters) {
            List<Supplier<ItemComputer>> found = HashEngines.found();
            Supplier<ItemComputer> computer = found.stream()
                    .filter(candidate -> candidate.get().name().startsWith(parameters.engine))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + parameters.engine + " engine here"));
            engine = HashEngines.light(computer.get());
            for (int i = 0; i < nonces.length; i++) {
                nonces[i] = new Nonce(i * 0x9e3779b97f4a7c15L);
            }
        }
    }

    /** Shares a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counter {

        /** Counts shares. */
        public long shares;
    }

    /** A batch. */
    @Benchmark
    public long batch(Verifier verifier, Counter counter) {
        verifier.batch.clear();
        for (int i = 0; i < k; i++) {
            verifier.batch.add(HEADER, verifier.nonces[i]);
        }
        verifier.engine.hash(cache, verifier.batch);
        counter.shares += k;
        return verifier.batch.headerWord(0, 0);
    }
}
