package io.potpool.shares;

import io.potpool.ethash.EpochCaches;
import io.potpool.ethash.HashEngine;
import io.potpool.ethash.LightCache;
import io.potpool.ethash.ShareBatch;
import io.potpool.stratum.SubmitLine;
import io.potpool.work.Job;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A share from its submission to its answer, through the whole pool but sockets and disk: looked up, checked for a
 * duplicate, verified, paid by Pay on Target, committed to a store that keeps nothing, answered.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g"})
public class ShareValidationBenchmark {

    private static final int WINDOW = 64;

    /** Real hashing with the cache of epoch 0, or a stand-in that costs nothing. */
    @Param({"ethash", "none"})
    public String hashing = "ethash";

    @SuppressWarnings("NullAway.Init")
    private BenchPool pool;

    @SuppressWarnings("NullAway.Init")
    private Job job;

    @SuppressWarnings("NullAway.Init")
    private SubmitLine line;

    private long nonce;

    /** Starts the pool. */
    @Setup
    public void start() throws IOException {
        boolean real = hashing.equals("ethash");
        EpochCaches caches = real ? new EpochCaches() : new EpochCaches(epoch -> LightCache.build(epoch, 128, 256), 2);
        pool = new BenchPool(caches, real ? HashEngine::plain : FreeEngine::new);
    }

    /** Announces new work, so that the set of known nonces does not grow for ever. */
    @Setup(Level.Iteration)
    public void announce() throws InterruptedException {
        job = pool.announce();
        line = new SubmitLine(job.header());
    }

    /** Stops the pool. */
    @TearDown
    public void stop() {
        pool.stop();
    }

    /** Shares of many miners at once. */
    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public int manyAtOnce() {
        List<CompletionStage<ShareOutcome>> answers = new ArrayList<>(WINDOW);
        for (int i = 0; i < WINDOW; i++) {
            answers.add(pool.submit(job, nonce++));
        }
        answers.forEach(ShareValidationBenchmark::accepted);
        return answers.size();
    }

    /** The same from the lines on: parsed, looked up, quickly checked, hashed, paid, committed, answered. */
    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public int manyLinesAtOnce() {
        List<CompletionStage<ShareOutcome>> answers = new ArrayList<>(WINDOW);
        for (int i = 0; i < WINDOW; i++) {
            answers.add(pool.submit(line.parse(nonce++)));
        }
        answers.forEach(ShareValidationBenchmark::accepted);
        return answers.size();
    }

    /** One share at a time. */
    @Benchmark
    public ShareOutcome oneByOne() {
        return accepted(pool.submit(job, nonce++));
    }

    private static ShareOutcome accepted(CompletionStage<ShareOutcome> answer) {
        ShareOutcome outcome = answer.toCompletableFuture().join();
        if (!outcome.accepted()) {
            throw new IllegalStateException("a share was not accepted: " + outcome);
        }
        return outcome;
    }

    private static final class FreeEngine implements HashEngine {

        @Override
        public String name() {
            return "none";
        }

        @Override
        public void hash(LightCache cache, ShareBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                long word = batch.nonce(i) * 0x9e3779b97f4a7c15L | 1L << 40;
                batch.setMix(i, 0, 0, 0, 0);
                batch.setResult(i, word, word, word, word);
            }
        }
    }
}
