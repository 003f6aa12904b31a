package io.potpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Address;
import io.potpool.shares.ShareOutcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StratumServerTest {

    private final ScriptedPool pool = ScriptedPool.withGold();

    private static String gold() {
        return "{\"id\":40,\"method\":\"eth_submitWork\",\"params\":[\"" + ScriptedPool.GOLD_NONCE + "\",\""
                + ScriptedPool.GOLD_HEADER + "\"]}";
    }

    @Test
    void shareUnderWayIsAnsweredBeforeTheServerCloses() throws Exception {
        CompletableFuture<ShareOutcome> outcome = new CompletableFuture<>();
        pool.judge = share -> outcome;
        StratumServer server = Servers.start(pool);
        InetSocketAddress address = server.listening().get(0);
        try (TestMiner miner = new TestMiner(server).loginEthProxy()) {
            miner.next();
            miner.send(gold());
            Awaitility.await().until(() -> !pool.submissions.isEmpty());
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            Awaitility.await().until(() -> refuses(address));
            outcome.complete(pool.outcome(pool.submissions.get(0)));
            JsonNode answer = miner.next();
            assertThat(answer.get("result").asBoolean()).isTrue();
            assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
            closing.get();
        }
        assertThat(pool.count("stratum.connections")).isZero();
        server.close();
    }

    private static boolean refuses(InetSocketAddress address) throws IOException {
        try (java.net.Socket probe = new java.net.Socket()) {
            probe.connect(address, 1000);
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }

    @Test
    void aCloseDoesNotWaitForeverForAStuckPool() throws IOException {
        pool.judge = share -> new CompletableFuture<>();
        StratumServer server = Servers.start(pool);
        try (TestMiner miner = new TestMiner(server).loginEthProxy()) {
            miner.next();
            miner.send(gold());
            Awaitility.await().until(() -> !pool.submissions.isEmpty());
            server.close();
            assertThat(miner.next().get("error").get("message").asString()).isEqualTo("Not recorded in time");
        }
    }

    @Test
    void anAddressInUseIsNamed() throws IOException {
        try (StratumServer server = Servers.start(pool)) {
            InetSocketAddress taken = server.listening().get(0);
            StratumServer second =
                    new StratumServer(StratumSettings.builder().listen(taken).build());
            assertThatThrownBy(() -> second.start(pool))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(taken.getPort()));
            assertThat(second.listening()).isEmpty();
        }
    }

    @Test
    void allAddressesAreServedAndToldWithTheirPorts() throws IOException {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (StratumServer server = Servers.start(pool, settings -> settings.listen(free))) {
            assertThat(server.listening())
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .allMatch(address -> address.getPort() > 0);
            assertThatThrownBy(() -> server.start(pool)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aConnectionBeyondTheBoundIsClosedAtOnceAndTheOthersStay() throws IOException {
        try (StratumServer server = Servers.start(pool, settings -> settings.maxConnections(1));
                TestMiner first = new TestMiner(server).loginEthProxy();
                TestMiner second = new TestMiner(server)) {
            assertThat(second.isClosed(TestMiner.PATIENCE)).isTrue();
            assertThat(pool.count("stratum.refused{full}")).isEqualTo(1);
            assertThat(first.isOpen()).isTrue();
            first.hangUp();
            Awaitility.await().until(() -> pool.count("stratum.connections") == 0);
            try (TestMiner third = new TestMiner(server)) {
                third.loginEthProxy();
            }
        }
    }

    @Test
    void thePolicyDecidesWhoConnectsAndLogsIn() throws IOException {
        Address barred = Address.parse("0xabababababababababababababababababababcd");
        pool.policy = Policies.admitting(login -> !login.equals(barred));
        try (StratumServer server = Servers.start(pool)) {
            try (TestMiner miner = new TestMiner(server)) {
                JsonNode answer =
                        miner.call("{\"id\":1,\"method\":\"eth_submitLogin\",\"params\":[\"" + barred + "\"]}");
                assertThat(answer.get("error").get("message").asString()).isEqualTo("You are blacklisted");
                assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
            }
            pool.policy = Policies.NOBODY;
            try (TestMiner miner = new TestMiner(server)) {
                assertThat(miner.isClosed(TestMiner.PATIENCE)).isTrue();
            }
            assertThat(pool.count("stratum.refused{policy}")).isEqualTo(1);
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        StratumSettings.Builder settings = StratumSettings.builder();
        assertThatThrownBy(settings::build).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> settings.extranonceBytes(4)).isInstanceOf(IllegalArgumentException.class);
        PortSettings.Builder port = PortSettings.at(new InetSocketAddress(0));
        assertThatThrownBy(() -> port.workElements(2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> port.protocols(java.util.Set.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TrustedProxies.of(java.util.List.of("10.0.0.0/33"), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.maxConnections(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.loginTimeout(java.time.Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.passwordDifficulty(java.math.BigDecimal.ZERO, java.math.BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
