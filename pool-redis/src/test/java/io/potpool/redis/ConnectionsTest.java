package io.potpool.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.metrics.Metrics;
import io.potpool.spi.JournalId;
import io.potpool.spi.ShareFate;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {

    @TempDir
    Path dir;

    private final JournalId journal = JournalId.random();
    private long sequence;

    private void works(RedisConnection connection) throws Exception {
        try (RedisStore store = RedisStore.open(Stores.settings(connection, "c"))) {
            works(store);
        }
    }

    private void works(RedisStore store) throws Exception {
        assertThat(Stores.await(Stores.send(store, journal, ++sequence, SampleShares.ALICE, 100, 3)))
                .containsOnly(ShareFate.CREDITED);
        assertThat(Stores.soundAudit(store).totals().shares()).isEqualTo(3 * sequence);
    }

    @Test
    void unixSocketServes() throws Exception {
        Path socket = dir.resolve("redis.sock");
        try (RedisProcess server = RedisProcess.start(Binaries.any(), "--unixsocket", socket.toString())) {
            works(RedisConnection.of(new RedisServers.UnixSocket(socket)));
            assertThat(server.command("INFO clients")).contains("connected_clients");
        }
        assertThatThrownBy(() -> works(RedisConnection.of(new RedisServers.UnixSocket(dir.resolve("none")))))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void unixSocketHasTimeouts() throws Exception {
        Path socket = dir.resolve("redis.sock");
        try (RedisProcess server = RedisProcess.start(Binaries.any(), "--unixsocket", socket.toString());
                RedisStore store = RedisStore.open(Stores.settings(
                        RedisConnection.of(new RedisServers.UnixSocket(socket))
                                .withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(300)),
                        "c"))) {
            works(store);
            frozen(server, store);
            works(store);
        }
    }

    @Test
    void aFrozenServerFailsChangesInTimeAndLosesNone() throws Exception {
        try (RedisProcess server = RedisProcess.start(Binaries.any());
                RedisStore store = RedisStore.open(Stores.settings(
                        Stores.to(server).withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(300)), "c"))) {
            works(store);
            frozen(server, store);
            works(store);
        }
    }

    /** Sends a batch to a server that stands still, and again when it goes on: it may have been applied by then or not. */
    private void frozen(RedisProcess server, RedisStore store) throws Exception {
        server.signal("STOP");
        CompletionStage<List<ShareFate>> lost = Stores.send(store, journal, ++sequence, SampleShares.ALICE, 100, 3);
        assertThatThrownBy(() -> lost.toCompletableFuture().get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(StoreException.class);
        server.signal("CONT");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                Stores.await(Stores.send(store, journal, sequence, SampleShares.ALICE, 100, 3)))
                        .containsOnly(ShareFate.CREDITED));
    }

    @Test
    void aConnectionThatTheServerHasClosedCostsNoChange() throws Exception {
        try (RedisProcess server = RedisProcess.start(Binaries.any());
                RedisStore store = RedisStore.open(Stores.settings(Stores.to(server), "c"))) {
            works(store);
            server.command("CLIENT KILL TYPE normal SKIPME yes");
            works(store);
        }
    }

    @Test
    void aServerThatWasKilledAndCameBackHasAllThatWasConfirmed() throws Exception {
        Metrics metrics = new Metrics();
        try (RedisProcess server = RedisProcess.start(Binaries.any());
                RedisStore store =
                        RedisStore.open(Stores.settings(Stores.to(server), "c").withMetrics(metrics))) {
            for (int round = 0; round < 5; round++) {
                works(store);
                server.kill();
                assertThatThrownBy(() ->
                                Stores.await(Stores.send(store, journal, sequence + 1, SampleShares.ALICE, 100, 3)))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(StoreException.class);
                server.restart();
                works(store);
            }
            assertThat(metrics.snapshot().get("store.fault{link}")).isPositive();
        }
    }

    @Test
    void loginAndDatabaseAreUsed() throws Exception {
        String rule = "user pool on >secret ~potpool:{c}:* +@all -@dangerous +info";
        Path rules = dir.resolve("users.acl");
        Files.writeString(rules, "user default on nopass ~* +@all\n" + rule + "\n");
        try (RedisProcess server = RedisProcess.start(Binaries.any(), "--aclfile", rules.toString())) {
            RedisConnection connection = Stores.to(server)
                    .withLogin(new RedisLogin("pool", "secret"))
                    .withDatabase(3);
            works(connection);
            assertThat(server.command("INFO keyspace")).contains("db3:").doesNotContain("db0:");
            assertThat(connection.toString()).doesNotContain("secret");
            assertThatThrownBy(() -> works(connection.withLogin(new RedisLogin("pool", "wrong"))))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("WRONGPASS");
        }
    }

    @Test
    void tlsServesAndAStrangersCertificateIsRefused() throws Exception {
        Path certificate =
                Path.of(ConnectionsTest.class.getResource("redis-test.pem").toURI());
        Path key = Path.of(ConnectionsTest.class.getResource("redis-test.key").toURI());
        int port = RedisProcess.freePort();
        RedisProcess server;
        try {
            server = RedisProcess.start(
                    Binaries.any(),
                    "--tls-port",
                    "" + port,
                    "--tls-cert-file",
                    certificate.toString(),
                    "--tls-key-file",
                    key.toString(),
                    "--tls-ca-cert-file",
                    certificate.toString(),
                    "--tls-auth-clients",
                    "yes");
        } catch (IllegalStateException without) {
            Assumptions.abort("this redis-server was built without TLS");
            return;
        }
        try (server) {
            RedisConnection plain =
                    RedisConnection.of(new RedisServers.Standalone(new RedisAddress("localhost", port)));
            works(plain.withTls(new RedisTls(Optional.of(certificate), Optional.of(certificate), Optional.of(key))));
            assertThatThrownBy(() -> works(
                            plain.withTls(new RedisTls(Optional.empty(), Optional.of(certificate), Optional.of(key)))))
                    .isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> works(
                            plain.withTls(new RedisTls(Optional.of(certificate), Optional.empty(), Optional.empty()))))
                    .isInstanceOf(StoreException.class);
        }
    }

    @Test
    void settingsThatCannotBeAreRefusedInWords() {
        RedisServers cluster = new RedisServers.Cluster(List.of(new RedisAddress("localhost", 1)));
        assertThatThrownBy(() -> RedisConnection.of(cluster).withDatabase(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no database but 0");
        RedisConnection socket = RedisConnection.of(new RedisServers.UnixSocket(dir));
        assertThatThrownBy(() -> socket.withTls(RedisTls.DEFAULT)).hasMessageContaining("no TLS");
        assertThatThrownBy(() -> socket.withWaiting(new RedisWaiting(1, false, Duration.ofSeconds(5))))
                .hasMessageContaining("before the connection's time-out");
        assertThatThrownBy(() -> RedisSettings.of(socket, "a b", "classic", 61)).hasMessageContaining("a b");
    }
}
