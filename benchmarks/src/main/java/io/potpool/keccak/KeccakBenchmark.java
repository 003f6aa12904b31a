package io.potpool.keccak;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time of one permutation and of the digests of a short message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeccakBenchmark {

    private final long[] state = new long[25];
    private final byte[] message = new byte[64];

    /** One keccak-f[1600]. */
    @Benchmark
    public long permute() {
        KeccakF.permute(state);
        return state[0];
    }

    /** Keccak-256 of 64 bytes. */
    @Benchmark
    public byte[] keccak256() {
        return Keccak.keccak256(message);
    }

    /** Keccak-512 of 64 bytes. */
    @Benchmark
    public byte[] keccak512() {
        return Keccak.keccak512(message);
    }
}
