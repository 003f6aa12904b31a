package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.JournalId;
import io.potpool.testkit.contract.SampleShares;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contracts on a Cluster of three nodes. */
class ClusterTest extends ServerContracts {

    private static ClusterServers cluster;

    @BeforeAll
    static void start() {
        cluster = new ClusterServers(Binaries.any());
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    RedisConnection connection() {
        return cluster.connection();
    }

    @Test
    void allKeysOfAPoolLieOnOneNodeAndPoolsOnSeveral() throws Exception {
        Set<Integer> used = new HashSet<>();
        for (int pool = 0; pool < 24; pool++) {
            String prefix = Stores.freshPrefix();
            try (RedisStore store = RedisStore.open(Stores.settings(cluster.connection(), prefix))) {
                Stores.await(Stores.send(store, JournalId.random(), 1, SampleShares.ALICE, 100, 3));
                Stores.await(store.heights().announce(JournalId.random(), 100, 0));
            }
            List<RedisProcess> having = new ArrayList<>();
            for (RedisProcess node : cluster.nodes()) {
                if (node.command("KEYS potpool:{" + prefix + "}:*").contains(prefix)) {
                    having.add(node);
                }
            }
            assertThat(having).hasSize(1);
            used.add(having.get(0).port());
        }
        assertThat(used).hasSizeGreaterThan(1);
    }
}
