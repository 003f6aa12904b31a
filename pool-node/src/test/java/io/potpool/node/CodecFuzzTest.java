package io.potpool.node;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.potpool.chain.Chains;
import io.potpool.domain.Hash256;
import java.nio.ByteBuffer;

/** Any bytes of a node or a notifier give a value or a refusal, never an exception that escapes. */
class CodecFuzzTest {

    private static final NotifiedWork.Seeds SEEDS = NotifiedWork.Seeds.of(Chains.named("classic"));

    @FuzzTest(maxDuration = "60s")
    void nodeAnswersAreDecodedOrRefused(byte[] body) {
        RpcReply<Json> reply = RpcCodec.decodeSingle(body);
        use(reply);
        RpcCodec.Batch batch = RpcCodec.decodeBatch(body, 4);
        if (batch.replies().size() != 4) {
            throw new AssertionError("a batch of four calls has four replies");
        }
        batch.replies().forEach(CodecFuzzTest::use);
    }

    private static void use(RpcReply<Json> reply) {
        RpcReply<RawWork> work = reply.decode(RawWork::decode);
        if (work instanceof RpcReply.Result<RawWork> result
                && result.value().target().bound().equals(Hash256.ZERO)) {
            throw new AssertionError("work with a target of 0");
        }
        reply.decode(NodeBlock::decode);
        reply.decode(NodeBlock::decodeLatest);
        reply.decode(NodeBlock::decodeNumber);
        reply.decode(json -> Values.address(json, "address"));
        reply.problem();
    }

    @FuzzTest(maxDuration = "60s")
    void notificationsAreDecodedOrRefused(byte[] body) {
        try {
            NotifiedWork work = NotifiedWork.decode(body, SEEDS);
            if (work.height() < 1 || work.target().bound().equals(Hash256.ZERO)) {
                throw new AssertionError("work that cannot be mined");
            }
            work.toTemplate("node");
        } catch (BadValueException refused) {
            refused.why();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void requestsOfNotifiersAreReadOrRefused(byte[] bytes) {
        PostReader whole = new PostReader();
        PostReader.State state = whole.take(ByteBuffer.wrap(bytes));
        PostReader split = new PostReader();
        int middle = bytes.length / 2;
        PostReader.State first = split.take(ByteBuffer.wrap(bytes, 0, middle));
        boolean goesOn =
                first instanceof PostReader.State.Incomplete || first instanceof PostReader.State.AwaitsContinue;
        if (goesOn && bytes.length > middle) {
            PostReader.State second = split.take(ByteBuffer.wrap(bytes, middle, bytes.length - middle));
            if (state instanceof PostReader.State.Post != second instanceof PostReader.State.Post) {
                throw new AssertionError("a request that depends on how it is cut");
            }
        }
    }
}
