package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.stratum.codec.Request;
import io.potpool.stratum.codec.RequestDecoder;
import io.potpool.terms.NoncePrefix;
import io.potpool.work.Job;
import java.nio.charset.StandardCharsets;
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

/** What a submitted line and a pushed job cost an event loop. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StratumCodecBenchmark {

    private static final String HEADER = "fc12eb20c58158071c956316cdcd12a22dd8bf126ac4aee559f0ffe4df11f279";
    private static final byte[] ETH_PROXY_SUBMIT =
            ("{\"id\":40,\"method\":\"eth_submitWork\",\"params\":[\"0xa2eea0cfae7df760\"," + "\"0x" + HEADER
                            + "\",\"0x" + HEADER + "\"],\"worker\":\"rig1\"}")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STRATUM_1_SUBMIT =
            ("{\"id\":40,\"method\":\"mining.submit\",\"params\":[\"0xb85150eb365e7df0941f0cf08235f987ba91506a.rig1\","
                            + "\"a2eea0fc12eb20c5815807\",\"cfae7df760\"]}")
                    .getBytes(StandardCharsets.US_ASCII);

    private final Dialect ethProxy = new EthProxyDialect(WorkFormat.USUAL);
    private final Dialect stratum1 = new EthereumStratum1Dialect(WorkFormat.USUAL);
    private final NoncePrefix prefix = NoncePrefix.parse("a2eea0");
    private final Job job = job();
    private final EncodedJobs encoded =
            new EncodedJobs(job, Difficulty.of(1L << 32), "etchash", ByteBufAllocator.DEFAULT);

    private static Job job() {
        ChainSpec chain = Chains.named("classic");
        long height = 20_000_000;
        Difficulty network = Difficulty.of(3_000_000_000_000_000L);
        return new Job(
                Hash256.parse(HEADER),
                Hash256.ZERO,
                height,
                chain.epochAt(height),
                network.toTarget(),
                network,
                chain.blockReward(height),
                "node",
                true);
    }

    @Benchmark
    public Command readEthProxySubmit() {
        return ethProxy.read((Request) RequestDecoder.decode(ETH_PROXY_SUBMIT, ETH_PROXY_SUBMIT.length), null);
    }

    @Benchmark
    public Command readStratum1Submit() {
        return stratum1.read((Request) RequestDecoder.decode(STRATUM_1_SUBMIT, STRATUM_1_SUBMIT.length), prefix);
    }

    @Benchmark
    public JobLine encodeJob() {
        return ethProxy.job(new Work(job, Difficulty.of(1L << 32), true, "etchash"));
    }

    @Benchmark
    public int shareEncodedJob() {
        ByteBuf line = encoded.shared(ethProxy, true);
        int length = line.readableBytes();
        line.release();
        return length;
    }

    @Benchmark
    public int personalJob() {
        ByteBuf line = encoded.personal(stratum1, true, "", "a2eea0");
        int length = line.readableBytes();
        line.release();
        return length;
    }
}
