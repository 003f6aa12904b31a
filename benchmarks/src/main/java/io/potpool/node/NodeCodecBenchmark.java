package io.potpool.node;

import io.potpool.chain.Chains;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/** What one look at a node costs beside the network: its request, its work, its latest block; and one notification. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NodeCodecBenchmark {

    private static final String WORK = "[\"0x" + "2f".repeat(32)
            + "\",\"0x72255a7f00ce18321e3baf7defdbc7600d0f9e2d26d9c5342a618cb2f76d6cdc\","
            + "\"0x00000000005dd332b0f4e05b32a62a5a7a2d742e8d4e65fc2798fd15b382112d\",\"0x17d7841\"]";
    private static final String HEADER = "{\"parentHash\":\"0x" + "11".repeat(32) + "\",\"sha3Uncles\":\"0x"
            + "1d".repeat(32) + "\",\"miner\":\"0x" + "9d".repeat(20) + "\",\"stateRoot\":\"0x" + "33".repeat(32)
            + "\",\"transactionsRoot\":\"0x" + "44".repeat(32) + "\",\"receiptsRoot\":\"0x" + "55".repeat(32)
            + "\",\"logsBloom\":\"0x" + "00".repeat(256)
            + "\",\"difficulty\":\"0x2ba7def3000\",\"number\":\"0x17d7840\""
            + ",\"gasLimit\":\"0x7a1200\",\"gasUsed\":\"0x5208\",\"timestamp\":\"0x6b03aca7\",\"extraData\":\"0xdc83\""
            + ",\"mixHash\":\"0x" + "00".repeat(32) + "\",\"nonce\":\"0x0000000000000000\",\"baseFeePerGas\":null"
            + ",\"hash\":\"0x" + "66".repeat(32) + "\"";
    private static final List<RpcCall> LOOK = List.of(RpcCall.getWork(), RpcCall.block("latest"));

    private final byte[] work = bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + WORK + "}");
    private final byte[] look = bytes("[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + WORK
            + "},{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":" + HEADER
            + ",\"totalDifficulty\":\"0x2a40000\",\"uncles\":[],\"transactions\":[\"0x" + "77".repeat(32) + "\",\"0x"
            + "88".repeat(32) + "\"]}}]");
    private final byte[] notification = bytes(HEADER + "}");
    private final NotifiedWork.Seeds seeds = NotifiedWork.Seeds.of(Chains.named("classic"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Encodes the request of a look. */
    @Benchmark
    public Object encodeLook() {
        return RpcCodec.batch(LOOK);
    }

    /** Decodes the answer to eth_getWork. */
    @Benchmark
    public Object decodeGetWork() {
        return RpcCodec.decodeSingle(work).decode(RawWork::decode);
    }

    /** Decodes the answer to a look: work and latest block. */
    @Benchmark
    public Object decodeLook() {
        List<RpcReply<Json>> replies = RpcCodec.decodeBatch(look, 2).replies();
        return List.of(replies.get(0).decode(RawWork::decode), replies.get(1).decode(NodeBlock::decodeLatest));
    }

    /** Decodes a notification with the whole header, of which the seal hash must be computed. */
    @Benchmark
    public Object decodeNotifiedHeader() throws Exception {
        return NotifiedWork.decode(notification, seeds);
    }
}
