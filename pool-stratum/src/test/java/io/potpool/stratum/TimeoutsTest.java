package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TimeoutsTest {

    private final ScriptedPool pool = ScriptedPool.withGold();

    @Test
    void whoDoesNotLogInIsClosedHoweverBusyHeIs() throws IOException {
        try (StratumServer server = Servers.start(pool, settings -> settings.loginTimeout(Duration.ofSeconds(1)));
                TestMiner silent = new TestMiner(server);
                TestMiner busy = new TestMiner(server);
                TestMiner dripping = new TestMiner(server)) {
            dripping.raw("{".getBytes(StandardCharsets.US_ASCII));
            busy.call(TestMiner.SUBSCRIBE);
            Awaitility.await()
                    .ignoreExceptionsMatching(IOException.class::isInstance)
                    .until(() -> {
                        if (pool.count("stratum.closed{no-login}") < 3) {
                            busy.send("{\"id\":3,\"method\":\"mining.ping\"}");
                        }
                        return pool.count("stratum.closed{no-login}") == 3;
                    });
            assertThat(silent.isClosed(TestMiner.PATIENCE)).isTrue();
            assertThat(dripping.isClosed(TestMiner.PATIENCE)).isTrue();
            assertThat(pool.count("stratum.malformed")).isZero();
        }
    }

    @Test
    void aDeliveredJobKeepsASilentMinerAlive() throws IOException {
        try (StratumServer server = Servers.start(
                        pool,
                        settings -> settings.idleTimeout(Duration.ofMillis(1500))
                                .rebroadcastInterval(Duration.ofMillis(400)));
                TestMiner miner = new TestMiner(server).loginEthProxy()) {
            for (int i = 0; i < 8; i++) {
                assertThat(miner.next().get("id").asInt()).isZero();
            }
            assertThat(miner.isOpen()).isTrue();
        }
    }

    @Test
    void silenceOnBothSidesCloses() throws IOException {
        try (StratumServer server = Servers.start(pool, settings -> settings.idleTimeout(Duration.ofSeconds(1)));
                TestMiner miner = new TestMiner(server).loginEthProxy()) {
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
            assertThat(pool.count("stratum.closed{idle}")).isEqualTo(1);
        }
    }

    @Test
    void aTimeWithoutWorkClosesNobody() throws IOException {
        pool.publish(Optional.empty());
        try (StratumServer server = Servers.start(pool, settings -> settings.idleTimeout(Duration.ofSeconds(1)));
                TestMiner miner = new TestMiner(server).loginEthProxy()) {
            Awaitility.await().during(Duration.ofMillis(1800)).until(() -> pool.count("stratum.connections") == 1);
            pool.announce(ScriptedPool.GOLD_HEADER, ScriptedPool.HEIGHT, true);
            assertThat(miner.next().get("id").asInt()).isZero();
            assertThat(miner.isOpen()).isTrue();
        }
    }

    @Test
    void aMinerWhoSaysNothingForTooLongIsClosedInSpiteOfJobs() throws IOException {
        try (StratumServer server = Servers.start(
                        pool,
                        settings -> settings.readIdleTimeout(Duration.ofSeconds(1))
                                .rebroadcastInterval(Duration.ofMillis(300)));
                TestMiner miner = new TestMiner(server).loginEthProxy()) {
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
        }
    }

    @Test
    void aRefusedMinerWhoDoesNotHangUpIsHungUpOn() throws IOException {
        try (StratumServer server = Servers.start(pool);
                TestMiner miner = new TestMiner(server)) {
            assertThat(miner.call("{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"x\"]}")
                            .get("result")
                            .asBoolean())
                    .isFalse();
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
            Awaitility.await().until(() -> pool.count("stratum.connections") == 0);
            assertThat(pool.count("stratum.loginsRefused")).isEqualTo(1);
        }
    }
}
