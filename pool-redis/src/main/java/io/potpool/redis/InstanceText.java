package io.potpool.redis;

import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.JournalId;
import io.potpool.spi.NodeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Names and states of instances as they are kept, for display. */
final class InstanceText {

    private InstanceText() {}

    static byte[] name(Instance instance) {
        Bytes.Out out = new Bytes.Out();
        out.text(instance.name());
        out.text(instance.version());
        out.signed(instance.startedAt().toEpochMilli());
        return out.toBytes();
    }

    static Instance name(JournalId id, byte[] bytes) {
        Bytes.In in = new Bytes.In(bytes);
        return new Instance(id, in.text(), in.text(), Instant.ofEpochMilli(in.signed()));
    }

    /** @param known the last settled sequence that the instance has applied */
    static byte[] state(long known, InstanceState state) {
        Bytes.Out out = new Bytes.Out();
        out.number(known);
        out.number(state.sessions());
        out.number(state.reportedHashrate());
        out.number(state.nodes().size());
        for (NodeStatus node : state.nodes()) {
            out.text(node.id());
            out.number((node.serving() ? 1 : 0) + (node.healthy() ? 2 : 0));
            out.signed(node.height().orElse(-1));
            out.number(node.problems().size());
            node.problems().forEach(out::text);
        }
        return out.toBytes();
    }

    /** Reads a state behind the sequence before it. */
    static InstanceState state(Bytes.In in) {
        int sessions = (int) in.number();
        long hashrate = in.number();
        List<NodeStatus> nodes = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            String id = in.text();
            long flags = in.number();
            long height = in.signed();
            List<String> problems = new ArrayList<>();
            for (int more = in.count(); more > 0; more--) {
                problems.add(in.text());
            }
            nodes.add(new NodeStatus(
                    id,
                    (flags & 1) != 0,
                    (flags & 2) != 0,
                    height < 0 ? OptionalLong.empty() : OptionalLong.of(height),
                    problems));
        }
        return new InstanceState(sessions, hashrate, nodes);
    }
}
