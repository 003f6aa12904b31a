package io.potpool.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** Three real master nodes that share the slots. */
final class ClusterServers implements AutoCloseable {

    private final List<RedisProcess> nodes = new ArrayList<>();

    ClusterServers(Path binary) {
        for (int i = 0; i < 3; i++) {
            nodes.add(RedisProcess.start(
                    binary,
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "2000",
                    "--cluster-config-file",
                    "n"));
        }
        try {
            assign();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void assign() throws IOException {
        int[] bounds = {0, 5461, 10923, 16384};
        for (int i = 0; i < 3; i++) {
            StringBuilder slots = new StringBuilder("CLUSTER ADDSLOTS");
            for (int slot = bounds[i]; slot < bounds[i + 1]; slot++) {
                slots.append(' ').append(slot);
            }
            nodes.get(i).command(slots.toString());
            nodes.get(i).command("CLUSTER SET-CONFIG-EPOCH " + (i + 1));
        }
        for (int i = 1; i < 3; i++) {
            nodes.get(0).command("CLUSTER MEET 127.0.0.1 " + nodes.get(i).port());
        }
        Awaitility.await("the Cluster is whole")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> nodes.stream().allMatch(ClusterServers::isWhole));
    }

    private static boolean isWhole(RedisProcess node) {
        try {
            String info = node.command("CLUSTER INFO");
            return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:3");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Knows one node only; the client learns the others. */
    RedisConnection connection() {
        return RedisConnection.of(new RedisServers.Cluster(List.of(nodes.get(0).address())));
    }

    List<RedisProcess> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
