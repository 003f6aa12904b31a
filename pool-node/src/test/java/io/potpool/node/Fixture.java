package io.potpool.node;

import static org.awaitility.Awaitility.await;

import io.potpool.chain.ChainSpec;
import io.potpool.metrics.Metrics;
import io.potpool.spi.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/** A client over nodes of a test chain, with short intervals; closes all it has made. */
final class Fixture implements AutoCloseable {

    static final ChainSpec CHAIN = ChainSpec.builder("test", 61).build();

    final Metrics metrics = new Metrics();
    final Recorder recorder = new Recorder();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private volatile Duration ahead = Duration.ZERO;
    private HttpNodeClient client;

    ScriptedNode node() {
        return keep(new ScriptedNode());
    }

    <T extends AutoCloseable> T keep(T part) {
        parts.add(part);
        return part;
    }

    HttpNodeClient start(NodeSettings... nodes) {
        return start(builder -> builder, nodes);
    }

    HttpNodeClient start(UnaryOperator<NodeClientSettings.Builder> options, NodeSettings... nodes) {
        return start(CHAIN, options, nodes);
    }

    HttpNodeClient start(ChainSpec chain, UnaryOperator<NodeClientSettings.Builder> options, NodeSettings... nodes) {
        NodeClientSettings.Builder builder = NodeClientSettings.builder(chain)
                .pollInterval(Duration.ofMillis(20))
                .checkInterval(Duration.ofMillis(200))
                .clock(() -> Instant.now().plus(ahead))
                .metrics(metrics);
        for (NodeSettings node : nodes) {
            builder.node(node);
        }
        client = keep(new HttpNodeClient(options.apply(builder).build()));
        client.start(recorder);
        return client;
    }

    /** Lets the client's time pass at once. */
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    NodeStatus status(String id) {
        return client.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    void awaitServing(String id) {
        until(() -> status(id).serving());
    }

    long count(String metric) {
        return metrics.snapshot().getOrDefault(metric, 0L);
    }

    static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    @Override
    public void close() {
        for (int i = parts.size() - 1; i >= 0; i--) {
            try {
                parts.get(i).close();
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        }
    }
}
