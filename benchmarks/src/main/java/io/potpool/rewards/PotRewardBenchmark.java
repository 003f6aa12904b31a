package io.potpool.rewards;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.util.Random;
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

/** The pay of one share: with the curve of its job kept, with a new curve each time, and as plain PPS. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PotRewardBenchmark {

    private static final int SHARES = 4_096;
    private static final BigInteger EFFECTIVE = BigInteger.valueOf(4_000_000_000L);
    private static final Difficulty NETWORK = Difficulty.of(3_211_000_000_000_000L);
    private static final Wei BLOCK = Wei.parse("2048000000000000000");

    @Param({"0.8", "0.123456"})
    private String a = "0.8";

    private final PotCurves curves = new PotCurves();
    private final ShareFacts[] shares = new ShareFacts[SHARES];
    private RewardTerms terms = RewardTerms.parse("pot a=0 cap=0 fee=0 lag=uncle");
    private int next;

    /** Makes honest shares: actual difficulties are Pareto distributed. */
    @Setup
    public void makeShares() {
        terms = RewardTerms.parse("pot a=" + a + " cap=1.5 fee=0.015 lag=uncle");
        Random random = new Random(1);
        for (int i = 0; i < SHARES; i++) {
            BigInteger actual = EFFECTIVE.shiftLeft(62).divide(BigInteger.valueOf((random.nextLong() >>> 2) + 1));
            shares[i] = new ShareFacts(
                    Hash256.ZERO,
                    new Nonce(i),
                    20_000_000,
                    NETWORK,
                    BLOCK,
                    new Difficulty(EFFECTIVE),
                    new Difficulty(actual),
                    i % 20 == 0 ? new Ratio(1, 32) : Ratio.ONE);
        }
    }

    /** As the pool does it. */
    @Benchmark
    public Wei keptCurve() {
        return curves.reward(share(), terms);
    }

    /** As for the first share of a job. */
    @Benchmark
    public Wei newCurve() {
        return PotReward.reward(share(), terms);
    }

    /** Without Pay on Target. */
    @Benchmark
    public Wei plainPps() {
        return PpsReward.reward(share(), terms);
    }

    private ShareFacts share() {
        next = next + 1 & SHARES - 1;
        return shares[next];
    }
}
