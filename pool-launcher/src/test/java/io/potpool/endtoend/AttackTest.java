package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.policy.PolicySettings;
import io.potpool.stratum.StratumSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks over real sockets, from one address. Beside each, honest miners get every job and an answer to every share
 * within {@link Honest#BOUND}, none loses its connection, and a metric shows the attack.
 */
class AttackTest {

    private static final String ATTACKER = "127.0.0.2";
    private static final String WALLET = "0xabababababababababababababababababababcd";
    private static final String LOGIN = "{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + WALLET + "\"]}\n";
    private static final int CROWD = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Door open(PolicySettings policy, UnaryOperator<StratumSettings.Builder> settings) throws IOException {
        return Door.open(directory, policy, settings);
    }

    @Test
    void twoThousandSocketsThatDribbleAreClosedAtTheLoginDeadline() throws IOException {
        try (Door door = open(PolicySettings.DEFAULT, settings -> settings.loginTimeout(Duration.ofSeconds(4)));
                Honest honest = new Honest(door);
                Crowd crowd = new Crowd(door, ATTACKER, CROWD)) {
            AtomicInteger next = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> {
                int unused = crowd.send(LOGIN.substring(next.get() % 60, next.incrementAndGet() % 60 + 1));
                if (next.get() % 8 == 0) {
                    honest.areServed();
                }
                return door.count("stratum.closed{no-login}") >= CROWD;
            });
            honest.areServed();
            honest.neverFeltAnything();
            assertThat(door.count("stratum.connections")).isLessThan(20);
        }
    }

    @Test
    void oneAddressCannotTakeAllConnections() throws IOException {
        PolicySettings policy = PolicySettings.DEFAULT.withLimits(PolicySettings.DEFAULT.limits(), 100);
        try (Door door = open(policy, settings -> settings.maxConnections(200));
                Honest honest = new Honest(door);
                Crowd crowd = new Crowd(door, ATTACKER, 500)) {
            await().until(() -> door.count("policy.refused{per-address}") == 400);
            assertThat(crowd.send("{")).isPositive();
            assertThat(door.count("stratum.refused{full}")).isZero();
            try (Peer other = new Peer(door, "127.0.0.9")) {
                assertThat(other.login(WALLET)).isNotNull();
            }
            honest.areServed();
            honest.neverFeltAnything();
        }
    }

    @Test
    void twoThousandWhoNeverReadAreCutOffAndNobodyWaitsForThem() throws IOException {
        try (Door door = open(
                        PolicySettings.DEFAULT,
                        settings -> settings.sendBufferBytes(4608).stallTimeout(Duration.ofSeconds(2)));
                Honest honest = new Honest(door);
                Crowd crowd = new Crowd(door, ATTACKER, CROWD)) {
            assertThat(crowd.send(LOGIN)).isEqualTo(CROWD);
            String ask = "{\"id\":5,\"method\":\"eth_getWork\"}\n".repeat(20);
            await().pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> {
                int unused = crowd.send(ask);
                return door.count("stratum.closed{slow}") >= CROWD;
            });
            honest.areServed();
            honest.neverFeltAnything();
        }
    }

    @Test
    void aReconnectStormIsLimitedAndItsAddressStillServed() throws IOException {
        String session = "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"x\",\"EthereumStratum/1.0.0\"]}\n"
                + "{\"id\":3,\"method\":\"mining.authorize\",\"params\":[\"" + WALLET + "\",\"x\"]}\n";
        try (Door door = open(Door.strict(), settings -> settings);
                Honest honest = new Honest(door)) {
            for (int i = 0; i < 3000; i++) {
                try (Peer peer = new Peer(door, ATTACKER)) {
                    peer.send(session);
                } catch (IOException closed) {
                    continue;
                }
                if (i % 1000 == 999) {
                    honest.areServed();
                }
            }
            assertThat(door.count("policy.refused{rate}")).isGreaterThan(2000);
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                try (Peer neighbour = new Peer(door, ATTACKER)) {
                    neighbour.send(session);
                    assertThat(neighbour.answer(3)).get().asString().contains("\"result\":true");
                }
            });
            honest.neverFeltAnything();
            assertThat(door.count("policy.banned")).isZero();
        }
    }

    @Test
    void linesThatGrowByAKilobyteASecondEndAtTheirBound() throws IOException {
        try (Door door = open(PolicySettings.DEFAULT, settings -> settings);
                Honest honest = new Honest(door);
                Crowd crowd = new Crowd(door, ATTACKER, 500)) {
            assertThat(crowd.send(LOGIN)).isEqualTo(500);
            String part = "x".repeat(1024);
            assertThat(crowd.send("{\"id\":\"")).isEqualTo(500);
            await().pollInterval(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> {
                int unused = crowd.send(part);
                honest.areServed();
                return door.count("policy.bans{malformed}") == 1;
            });
            await().atMost(PATIENCE).until(() -> door.count("stratum.connections") < 20);
            assertThat(door.count("stratum.malformed")).isGreaterThanOrEqualTo(5);
            honest.areServed();
            honest.neverFeltAnything();
        }
    }

    @Test
    void aHundredThousandUnknownMethodsAreCutOffAtTheirLimit() throws IOException {
        try (Door door = open(PolicySettings.DEFAULT, settings -> settings);
                Honest honest = new Honest(door);
                Peer attacker = new Peer(door, ATTACKER)) {
            assertThat(attacker.login(WALLET)).isNotNull();
            String lines = "{\"id\":9,\"method\":\"mining.nonsense\"}\n".repeat(10);
            int sent = 0;
            try {
                for (; sent < 100_000; sent += 10) {
                    attacker.send(lines);
                    for (int i = 0; i < 10; i++) {
                        if (attacker.answer(9).isEmpty()) {
                            throw new IOException("closed");
                        }
                    }
                    if (sent % 5000 == 0) {
                        honest.areServed();
                    }
                }
            } catch (IOException closed) {
                assertThat(door.count("policy.bans{malformed}")).isEqualTo(1);
            }
            assertThat(sent).isBetween(6_200, 6_350);
            assertThat(door.count("stratum.unknownMethods")).isBetween(6_250L, 6_350L);
            honest.areServed();
            honest.neverFeltAnything();
        }
    }

    @Test
    void beforeTheLoginOnlyAFewRequestsAreRead() throws IOException {
        try (Door door = open(PolicySettings.DEFAULT, settings -> settings);
                Honest honest = new Honest(door);
                Peer attacker = new Peer(door, ATTACKER)) {
            attacker.send("{\"id\":9,\"method\":\"mining.nonsense\"}\n".repeat(1000));
            assertThat(attacker.isClosed()).isTrue();
            assertThat(door.count("stratum.unknownMethods")).isEqualTo(64);
            assertThat(door.count("policy.banned")).isZero();
            honest.areServed();
            honest.neverFeltAnything();
        }
    }
}
