package io.potpool.node;

import java.util.ArrayList;
import java.util.List;

/**
 * JSON-RPC calls to one node, one batch or call at a time. Used by one thread.
 *
 * <p>A node that refuses batches is asked call by call from then on.
 */
final class NodeRpc {

    private final OkHttpWire wire;
    private final NodeSettings node;
    private boolean batches = true;
    private boolean batchServed;

    NodeRpc(OkHttpWire wire, NodeSettings node) {
        this.wire = wire;
        this.node = node;
    }

    /** Makes one call and waits for its outcome. */
    RpcReply<Json> call(RpcCall call) {
        return decode(wire.post(node.url(), RpcCodec.single(call), node.timeout()));
    }

    /** Makes calls that the node answers in their order, and waits for all outcomes. */
    List<RpcReply<Json>> batch(List<RpcCall> calls) {
        if (!batches || calls.size() == 1) {
            return oneByOne(calls);
        }
        HttpAnswer answer = wire.post(node.url(), RpcCodec.batch(calls), node.timeout());
        if (answer instanceof HttpAnswer.Body body) {
            RpcCodec.Batch batch = RpcCodec.decodeBatch(body.bytes(), calls.size());
            batchServed |= !batch.refused();
            return batch.refused() ? withoutBatch(calls) : batch.replies();
        }
        HttpAnswer.Failed failed = (HttpAnswer.Failed) answer;
        if (failed.refusedRequest() || !batchServed) {
            return withoutBatch(calls);
        }
        return RpcCodec.Batch.all(calls.size(), true, noAnswer(failed)).replies();
    }

    private List<RpcReply<Json>> withoutBatch(List<RpcCall> calls) {
        List<RpcReply<Json>> replies = oneByOne(calls);
        boolean served = replies.stream()
                .allMatch(reply -> reply instanceof RpcReply.Result || reply instanceof RpcReply.Failure);
        if (served) {
            batches = false;
        }
        return replies;
    }

    private List<RpcReply<Json>> oneByOne(List<RpcCall> calls) {
        List<RpcReply<Json>> replies = new ArrayList<>();
        for (RpcCall call : calls) {
            RpcReply<Json> reply = call(call);
            replies.add(reply);
            if (reply instanceof RpcReply.NoAnswer) {
                while (replies.size() < calls.size()) {
                    replies.add(reply);
                }
                return replies;
            }
        }
        return replies;
    }

    /** Decodes the answer to a single call. */
    static RpcReply<Json> decode(HttpAnswer answer) {
        return answer instanceof HttpAnswer.Body body
                ? RpcCodec.decodeSingle(body.bytes())
                : noAnswer((HttpAnswer.Failed) answer);
    }

    private static RpcReply<Json> noAnswer(HttpAnswer.Failed failed) {
        return new RpcReply.NoAnswer<>(failed.timedOut(), failed.why());
    }
}
