package io.potpool;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.TestChain.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.PoolHealth.Finding;
import io.potpool.PoolHealth.Status;
import io.potpool.spi.Instance;
import io.potpool.spi.JournalId;
import io.potpool.spi.NodeStatus;
import io.potpool.spool.SpoolSettings;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.work.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolHealthTest {

    @TempDir
    Path dir;

    private PoolRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = start(new SpoolSettings(dir, SpoolSettings.LEAST_BYTES, Duration.ofMinutes(15)));
        rig.pow.plant(1, 50);
        rig.pow.plant(2, 50);
    }

    private static PoolRig start(SpoolSettings settings) throws IOException {
        return PoolRig.start(TestTerms.pps(10), builder -> builder.spool(settings));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private PoolHealth health() {
        return rig.pool.health();
    }

    private static NodeStatus node(String id, String... problems) {
        return new NodeStatus(id, true, problems.length == 0, OptionalLong.empty(), List.of(problems));
    }

    @Test
    void poolWithoutWorkIsDownAndWithItIsWell() {
        assertThat(health().status()).isEqualTo(Status.DOWN);
        assertThat(health().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.name()).isEqualTo("work");
            assertThat(finding.text()).startsWith("miners get no work: ");
        });
        rig.announce(100);
        assertThat(health().findings()).isEmpty();
        assertThat(health().status()).isEqualTo(Status.OK);
        assertThat(health().spooledSince()).isEmpty();
    }

    @Test
    void poolThatEndsIsDown() {
        rig.announce(100);
        rig.close();
        assertThat(health().status()).isEqualTo(Status.DOWN);
        assertThat(health().findings()).extracting(Finding::name).contains("stopping");
    }

    @Test
    void sharesInTheSpoolDegradeItUntilTheyAreReplayed() {
        Job job = rig.announce(100);
        Instant before = health().at();
        rig.store.failNextCommits(Integer.MAX_VALUE);
        rig.send(ALICE, job, 1);
        await().until(() -> health().status() == Status.DEGRADED);
        assertThat(told(rig.send(ALICE, job, 2)).accepted()).isTrue();
        assertThat(health().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .startsWith("2 shares ("
                                + health().spool().orElseThrow().bytes() + " bytes) wait in the spool since 20")
                        .endsWith("; it takes up to 65536 bytes and 15 min"));
        assertThat(health().spool().orElseThrow().shares()).isEqualTo(2);
        assertThat(health().spooledSince())
                .hasValueSatisfying(since -> assertThat(since).isBetween(before, health().at()));

        rig.store.failNextCommits(0);
        await().until(() -> health().status() == Status.OK);
    }

    @Test
    void spoolPastItsBoundIsDownAndSaysWhy() throws IOException {
        rig.close();
        rig = start(new SpoolSettings(dir, SpoolSettings.LEAST_BYTES, Duration.ofSeconds(15)));
        rig.pow.plant(1, 50);
        Job job = rig.announce(100);
        rig.store.failNextCommits(Integer.MAX_VALUE);
        rig.send(ALICE, job, 1);
        await().until(() -> health().spool().orElseThrow().records() > 0);
        // the rig's clock goes on with every look at the node
        rig.announce(101);
        rig.announce(102);

        assertThat(health().status()).isEqualTo(Status.DOWN);
        assertThat(health().findings().get(0).text())
                .startsWith(
                        "miners hear \"work not ready\": the store has been away for longer than spool.maxAge, 15 s;"
                                + " 1 shares (");
    }

    @Test
    void nodeThatIsSickDegradesItAndIsNamed() {
        rig.announce(100);
        rig.node.statuses = List.of(node("main"), node("backup", "it has no peers", "syncing"));
        assertThat(health().findings())
                .containsExactly(new Finding("nodes", Status.DEGRADED, "node backup: it has no peers, syncing"));
        rig.node.statuses = List.of(node("main", "refused"), node("backup", "it has no peers"));
        assertThat(health().findings())
                .containsExactly(new Finding(
                        "nodes",
                        Status.DEGRADED,
                        "no node is healthy: node main: refused; node backup: it has no peers"));
    }

    @Test
    void instanceThatIsOffTheRegisterIsDown() {
        rig.announce(100);
        Instance other = new Instance(JournalId.random(), "other", "1", Instant.EPOCH);
        rig.store.instances().register(other).toCompletableFuture().join();

        await().until(() -> rig.pool.removal().toCompletableFuture().isDone());
        assertThat(health().status()).isEqualTo(Status.DOWN);
        assertThat(health().findings().get(0).name()).isEqualTo("removed");
        assertThat(health().findings().get(0).text()).startsWith("this instance is off the register: ");
    }

    @Test
    void theWorstComesFirst() {
        List<Finding> findings =
                List.of(new Finding("spool", Status.DEGRADED, "a"), new Finding("work", Status.DOWN, "b"));
        PoolHealth health = new PoolHealth(findings, Optional.empty(), Instant.EPOCH, "1");

        assertThat(health.status()).isEqualTo(Status.DOWN);
        assertThat(health.findings()).extracting(Finding::name).containsExactly("work", "spool");
    }
}
