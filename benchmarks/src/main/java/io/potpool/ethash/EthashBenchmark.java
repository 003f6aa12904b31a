package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
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

/** Light verification by one thread, in shares a second whatever the size of the batch. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+UseTransparentHugePages"})
public class EthashBenchmark {

    private static final Hash256 HEADER = new Hash256(1, 2, 3, 4);

    /** The cache; epoch 420 is about that of Ethereum Classic in 2026. */
    @State(Scope.Benchmark)
    public static class Cache {

        /** The epoch that sets the sizes. */
        @Param({"0", "420"})
        public int epoch;

        @SuppressWarnings("NullAway.Init")
        private LightCache cache;

        /** Builds the cache. */
        @Setup
        public void build() {
            cache = LightCache.build(new EthashEpoch(epoch, epoch));
        }
    }

    /** What a verifier thread owns. */
    @State(Scope.Thread)
    public static class Verifier {

        private final HashEngine engine = HashEngine.plain();
        private final ShareBatch batch = new ShareBatch();
        private long nonce;

        private long hash(LightCache cache, int size) {
            batch.clear();
            for (int i = 0; i < size; i++) {
                batch.add(HEADER, new Nonce(nonce++));
            }
            engine.hash(cache, batch);
            return batch.result(0).w0();
        }
    }

    /** One share at a time. */
    @Benchmark
    public PowHash single(Cache cache, Verifier verifier) {
        return Ethash.hash(cache.cache, HEADER, new Nonce(verifier.nonce++));
    }

    /** Batches of one. */
    @Benchmark
    public long batch01(Cache cache, Verifier verifier) {
        return verifier.hash(cache.cache, 1);
    }

    /** Batches of 8. */
    @Benchmark
    @OperationsPerInvocation(8)
    public long batch08(Cache cache, Verifier verifier) {
        return verifier.hash(cache.cache, 8);
    }

    /** Batches of 16. */
    @Benchmark
    @OperationsPerInvocation(16)
    public long batch16(Cache cache, Verifier verifier) {
        return verifier.hash(cache.cache, 16);
    }

    /** Batches of 32. */
    @Benchmark
    @OperationsPerInvocation(32)
    public long batch32(Cache cache, Verifier verifier) {
        return verifier.hash(cache.cache, 32);
    }

    /** Full batches. */
    @Benchmark
    @OperationsPerInvocation(64)
    public long batch64(Cache cache, Verifier verifier) {
        return verifier.hash(cache.cache, 64);
    }
}
