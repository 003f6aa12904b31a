package io.potpool.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.launcher.servers.RedisServer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The way of the guide from one machine to a Cluster, with the configs of conf/scaling and real processes. */
class ScalingIT {

    private static final int SHARES = 15;
    private static final long WEI_A_SHARE = 20_000_000_000L;

    @TempDir
    Path dir;

    private SharedStore shared;

    @BeforeEach
    void begin() {
        shared = new SharedStore(dir);
    }

    @AfterEach
    void end() {
        shared.close();
    }

    private void assertCreditedOnce(long accepted) throws IOException, InterruptedException {
        JsonNode audit = shared.audit();
        long shares = audit.at("/totals/shares").longValue();
        assertThat(audit.get("ok").booleanValue()).isTrue();
        assertThat(shares).as("spooled: %s", shared.spooled()).isGreaterThanOrEqualTo(accepted);
        assertThat(audit.at("/totals/creditedWei").stringValue()).isEqualTo(Long.toString(shares * WEI_A_SHARE));
    }

    @Test
    void oneMachineMovesToSeveralEqualToTheWei() throws Exception {
        Path one = shared.config("one-machine.json", "one", List.of());
        shared.start();
        shared.awaitShares(SHARES);
        long before = shared.stop();
        String owed = shared.audit().at("/totals/creditedWei").stringValue();
        shared.pools.clear();
        shared.configs.clear();

        RedisServer redis = shared.redis();
        shared.config("several-machines.json", "eu-1", List.of(redis));
        String from = "sqlite:" + one.resolveSibling("data");
        try (Potpool move = shared.run("import", "--from", from)) {
            assertThat(move.exitCode()).as(move.out() + move.err()).isZero();
            assertThat(move.out()).contains("both audits agree to the wei");
        }

        JsonNode after = shared.audit();
        assertThat(after.get("ok").booleanValue()).isTrue();
        assertThat(after.at("/totals/creditedWei").stringValue()).isEqualTo(owed);
        assertThat(new BigInteger(owed).longValueExact()).isGreaterThanOrEqualTo(before * WEI_A_SHARE);
        try (Potpool old = Potpool.start(one.getParent(), "run", one.toString())) {
            assertThat(old.exitCode()).isEqualTo(1);
            assertThat(old.err()).contains("has moved to Redis at 127.0.0.1:" + redis.port());
        }
    }

    @Test
    void severalMachinesShareOneRedis() throws Exception {
        RedisServer redis = shared.redis();
        shared.config("several-machines.json", "eu-1", List.of(redis));
        shared.config("several-machines.json", "eu-2", List.of(redis));
        shared.start();
        shared.awaitShares(SHARES);
        try (Potpool check = shared.run("check")) {
            assertThat(check.exitCode()).as(check.out() + check.err()).isNotEqualTo(2);
            assertThat(check.out()).contains("ok store: Redis at 127.0.0.1:" + redis.port(), "instances: eu-1, eu-2");
            assertThat(check.out().lines())
                    .filteredOn(line -> line.contains(" redis: "))
                    .noneMatch(line -> line.startsWith("WARN"));
        }

        redis.kill();
        shared.awaitShares(SHARES);
        redis.restart();
        shared.awaitShares(SHARES);

        shared.awaitDrained();
        assertCreditedOnce(shared.stop());
    }

    @Test
    void instanceThatDiedIsForgottenByName() throws Exception {
        RedisServer redis = shared.redis();
        shared.config("several-machines.json", "eu-1", List.of(redis));
        shared.config("several-machines.json", "eu-2", List.of(redis));
        shared.start();
        shared.awaitShares(1);
        shared.pools.get(1).kill();

        try (Potpool wrong =
                Potpool.start(dir, "forget", "eu-3", shared.configs.get(0).toString())) {
            assertThat(wrong.exitCode()).isEqualTo(1);
            assertThat(wrong.err()).contains("no registered instance is called eu-3", "eu-1", "eu-2");
        }
        try (Potpool forget =
                Potpool.start(dir, "forget", "eu-2", shared.configs.get(0).toString())) {
            assertThat(forget.exitCode()).as(forget.err()).isZero();
            assertThat(forget.out()).contains("forgotten: eu-2");
        }
        try (Potpool again =
                Potpool.start(dir, "forget", "eu-2", shared.configs.get(0).toString())) {
            assertThat(again.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void sentinelsFailOverAndNoShareIsLost() throws Exception {
        RedisServer master = shared.redis();
        RedisServer replica = shared.redis("replicaof 127.0.0.1 " + master.port());
        await().atMost(SharedStore.PATIENCE)
                .until(() -> replica.sendAs("admin", "change-me-admin", "INFO", "replication")
                        .contains("master_link_status:up"));
        List<RedisServer> sentinels =
                List.of(shared.sentinel(master), shared.sentinel(master), shared.sentinel(master));
        await().atMost(SharedStore.PATIENCE).until(() -> {
            String seen = sentinels.get(0).send("SENTINEL", "MASTER", "potpool");
            return seen.contains("num-other-sentinels\n2") && seen.contains("num-slaves\n1");
        });
        shared.config("sentinel.json", "eu-1", sentinels);
        shared.config("sentinel.json", "eu-2", sentinels);
        shared.start();
        shared.awaitShares(SHARES);

        master.kill();
        shared.awaitShares(SHARES);
        await().atMost(SharedStore.PATIENCE)
                .until(() -> replica.sendAs("admin", "change-me-admin", "ROLE").startsWith("master"));
        master.restart();
        await().atMost(SharedStore.PATIENCE)
                .until(() -> master.sendAs("admin", "change-me-admin", "INFO", "replication")
                        .contains("master_link_status:up"));
        shared.awaitShares(SHARES);

        shared.awaitDrained();
        assertCreditedOnce(shared.stop());
    }

    @Test
    void clusterHoldsThePool() throws Exception {
        List<RedisServer> nodes = List.of(
                shared.redis("cluster-enabled yes"),
                shared.redis("cluster-enabled yes"),
                shared.redis("cluster-enabled yes"));
        int[] bounds = {0, 5_461, 10_923, 16_384};
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(nodes.get(i)
                            .sendAs(
                                    "admin",
                                    "change-me-admin",
                                    "CLUSTER",
                                    "ADDSLOTSRANGE",
                                    "" + bounds[i],
                                    "" + (bounds[i + 1] - 1)))
                    .isEqualTo("OK");
            nodes.get(0)
                    .sendAs(
                            "admin",
                            "change-me-admin",
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            "" + nodes.get(i).port());
        }
        for (RedisServer node : nodes) {
            await().atMost(SharedStore.PATIENCE).until(() -> {
                String state = node.sendAs("admin", "change-me-admin", "CLUSTER", "INFO");
                return state.contains("cluster_state:ok") && state.contains("cluster_known_nodes:3");
            });
        }
        shared.config("cluster.json", "eu-1", nodes);
        shared.config("cluster.json", "eu-2", nodes);
        shared.start();
        shared.awaitShares(SHARES);

        shared.awaitDrained();
        assertCreditedOnce(shared.stop());
    }
}
