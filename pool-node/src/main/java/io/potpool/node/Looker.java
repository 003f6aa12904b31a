package io.potpool.node;

import io.potpool.domain.Hash256;
import io.potpool.work.BlockHead;
import io.potpool.work.WorkTemplate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks one node for its work and its latest block in one batch. Used by one thread.
 *
 * <p>Work of three elements has no height: then the pending block is asked for before and after, and the work counts only
 * if both are the block after the latest one.
 */
final class Looker {

    private static final List<RpcCall> USUAL = List.of(RpcCall.getWork(), RpcCall.block("latest"));
    private static final List<RpcCall> WITH_PENDING =
            List.of(RpcCall.block("pending"), RpcCall.getWork(), RpcCall.block("pending"), RpcCall.block("latest"));

    private final String nodeId;
    private final NodeRpc rpc;
    private boolean heightMissing;

    Looker(String nodeId, NodeRpc rpc) {
        this.nodeId = nodeId;
        this.rpc = rpc;
    }

    /** Looks at the node; blocks for as long as it takes to answer. */
    Look look() {
        if (!heightMissing) {
            List<RpcReply<Json>> replies = rpc.batch(USUAL);
            RpcReply<RawWork> work = replies.get(0).decode(RawWork::decode);
            heightMissing = work instanceof RpcReply.Result<RawWork> result
                    && result.value().height().isEmpty();
            if (!heightMissing) {
                return judge(work, replies.get(1).decode(NodeBlock::decodeLatest), new RpcReply.Malformed<>(""));
            }
        }
        List<RpcReply<Json>> replies = rpc.batch(WITH_PENDING);
        return judge(
                replies.get(1).decode(RawWork::decode),
                replies.get(3).decode(NodeBlock::decodeLatest),
                pendingHeight(replies.get(0), replies.get(2)));
    }

    private static RpcReply<Long> pendingHeight(RpcReply<Json> before, RpcReply<Json> after) {
        RpcReply<Long> first = before.decode(NodeBlock::decodeNumber);
        RpcReply<Long> second = after.decode(NodeBlock::decodeNumber);
        if (first instanceof RpcReply.Result && second instanceof RpcReply.Result && !first.equals(second)) {
            return new RpcReply.Malformed<>("the pending block changed meanwhile");
        }
        return first instanceof RpcReply.Result ? second : first;
    }

    private Look judge(RpcReply<RawWork> work, RpcReply<NodeBlock> latest, RpcReply<Long> pending) {
        if (work instanceof RpcReply.NoAnswer<RawWork> none) {
            return new Look.Missed(none.timedOut(), none.why());
        }
        if (work instanceof RpcReply.Malformed && latest instanceof RpcReply.Malformed) {
            return new Look.Missed(false, work.problem());
        }
        if (!(latest instanceof RpcReply.Result<NodeBlock> known)) {
            return new Look.Seen(Optional.empty(), "latest block: " + latest.problem(), Optional.empty());
        }
        BlockHead head = known.value().head();
        if (!(work instanceof RpcReply.Result<RawWork> result)) {
            return noWork(work.problem(), known.value());
        }
        RawWork raw = result.value();
        OptionalLong height = raw.height();
        if (height.isEmpty()) {
            if (!(pending instanceof RpcReply.Result<Long> number)) {
                return noWork("pending block: " + pending.problem(), known.value());
            }
            if (number.value() != head.height() + 1) {
                return noWork("the pending block is not the one after the latest", known.value());
            }
            height = OptionalLong.of(number.value());
        }
        return new Look.Seen(Optional.of(template(raw, height.getAsLong(), head)), "", Optional.of(known.value()));
    }

    private static Look noWork(String why, NodeBlock head) {
        return new Look.Seen(Optional.empty(), why, Optional.of(head));
    }

    private WorkTemplate template(RawWork raw, long height, BlockHead head) {
        Optional<Hash256> parent = height == head.height() + 1 ? Optional.of(head.hash()) : Optional.empty();
        return raw.toTemplate(nodeId, height, parent);
    }
}
