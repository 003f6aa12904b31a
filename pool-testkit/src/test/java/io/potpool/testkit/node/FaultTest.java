package io.potpool.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {

    private static final Address MINER = Address.parse("0x00000000000000000000000000000000000eba5e");
    private static final Address RICH = Address.parse("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");

    private SimulatedNode node;
    private Rpc rpc;

    @BeforeEach
    void start() {
        node = SimulatedNode.builder()
                .etherbase(MINER)
                .genesisDifficulty(64)
                .fixedDifficulty()
                .tinyEthash()
                .key(new BigInteger("46".repeat(32), 16))
                .balance(RICH, new Wei(BigInteger.TEN.pow(21)))
                .build()
                .start();
        rpc = new Rpc(node);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private String send() throws Exception {
        return rpc.text("eth_sendTransaction", Map.of("from", RICH.text(), "to", MINER.text(), "value", "0x1"));
    }

    @Test
    void timeoutAfterEffectDoesTheWorkAndNeverAnswers() throws Exception {
        node.failNext("eth_sendTransaction", Fault.TIMEOUT_AFTER_EFFECT);
        String call =
                Rpc.request("eth_sendTransaction", Map.of("from", RICH.text(), "to", MINER.text(), "value", "0x1"));
        assertThatThrownBy(() -> rpc.exchange(call, Duration.ofMillis(500))).isInstanceOf(HttpTimeoutException.class);
        await().until(() -> "0x1".equals(rpc.map("txpool_status").get("pending")));
    }

    @Test
    void closedConnectionMayHideAnEffectOrNot() throws Exception {
        node.failNext("eth_sendTransaction", Fault.CLOSE);
        assertThatThrownBy(this::send).isInstanceOf(IOException.class);
        assertThat(rpc.map("txpool_status")).containsEntry("pending", "0x0");
        node.failNext("eth_sendTransaction", Fault.CLOSE_AFTER_EFFECT);
        assertThatThrownBy(this::send).isInstanceOf(IOException.class);
        assertThat(rpc.map("txpool_status")).containsEntry("pending", "0x1");
    }

    @Test
    void statusFiveHundredGarbageAndErrorsComeAsOrdered() throws Exception {
        String call = Rpc.request("eth_blockNumber");
        node.failNext("eth_blockNumber", Fault.HTTP_500);
        assertThat(rpc.exchange(call, Duration.ofSeconds(10)).statusCode()).isEqualTo(500);
        node.failNext("*", Fault.GARBAGE);
        assertThat(rpc.post(call)).startsWith("<html>");
        node.failNext("eth_blockNumber", Fault.ERROR, 2);
        assertThat(rpc.errorText("eth_blockNumber")).isEqualTo("injected fault");
        assertThat(rpc.text("eth_chainId")).isEqualTo("0x3d");
        assertThat(rpc.errorText("eth_blockNumber")).isEqualTo("injected fault");
        assertThat(rpc.text("eth_blockNumber")).isEqualTo("0x0");
    }

    @Test
    void testsMayInventErrorsAndResults() throws Exception {
        node.failNext("eth_getTransactionReceipt", -32000, "transaction indexing is in progress");
        String hash = "0x" + "3".repeat(64);
        assertThat(rpc.errorText("eth_getTransactionReceipt", hash)).isEqualTo("transaction indexing is in progress");
        assertThat(rpc.result("eth_getTransactionReceipt", hash)).isNull();
        node.answerNext("eth_getWork", "[\"0x1\",\"0x2\"]", 1);
        assertThat(rpc.work()).containsExactly("0x1", "0x2");
        assertThat(rpc.work()).hasSize(4);
    }

    @Test
    void delayHoldsOnlyItsMethod() throws Exception {
        node.delay("eth_getWork", Duration.ofMillis(300));
        long start = System.nanoTime();
        rpc.work();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
        node.clearFaults();
        assertThat(rpc.work()).hasSize(4);
    }

    @Test
    void deathLosesTheWorksAndKeepsChainPortsAndJournal() throws Exception {
        URI url = node.url();
        node.mineBlocks(MINER, 2);
        await().until(() -> rpc.work().get(3).equals("0x3"));
        Solver.Solution solution = Solver.solve(rpc.work(), 0);
        send();
        node.die();
        assertThatThrownBy(() -> rpc.post(Rpc.request("eth_blockNumber"))).isInstanceOf(IOException.class);
        node.setTimeSkew(Duration.ofSeconds(10));
        node.revive();

        assertThat(node.url()).isEqualTo(url);
        assertThat(rpc.text("eth_blockNumber")).isEqualTo("0x2");
        assertThat(rpc.map("txpool_status")).containsEntry("pending", "0x1");
        assertThat(rpc.result("eth_submitWork", solution.params())).isEqualTo(false);
        node.restart(false);
        assertThat(rpc.map("txpool_status")).containsEntry("pending", "0x0");
    }

    @Test
    void unpluggedNodeKeepsItsWorks() throws Exception {
        Solver.Solution solution = Solver.solve(rpc.work(), 0);
        node.unplug();
        assertThatThrownBy(() -> rpc.work()).isInstanceOf(IOException.class);
        node.plug();
        assertThat(rpc.result("eth_submitWork", solution.params())).isEqualTo(true);
        await().until(() -> node.height() == 1);
    }

    @Test
    void firstSolutionStallsAndGetWorkWithIt() throws Exception {
        try (SimulatedNode cold = SimulatedNode.builder()
                .etherbase(MINER)
                .genesisDifficulty(64)
                .tinyEthash()
                .firstSubmitStall(Duration.ofMillis(500))
                .build()
                .start()) {
            Rpc toCold = new Rpc(cold);
            Solver.Solution solution = Solver.solve(toCold.work(), 0);
            long start = System.nanoTime();
            assertThat(toCold.result("eth_submitWork", solution.params())).isEqualTo(true);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(500_000_000L);
        }
    }

    @Test
    void everyControlIsAlsoAMethod() throws Exception {
        String other = "0x" + "12".repeat(20);
        List<?> mined = (List<?>) rpc.result("sim_mineBlock", other, 3);
        assertThat(mined).hasSize(3);
        assertThat(rpc.map("eth_getBlockByNumber", "0x3", false))
                .containsEntry("hash", mined.get(2))
                .containsEntry("miner", other);
        List<?> branch = (List<?>) rpc.result("sim_injectCompetingBranch", 1, 5);
        assertThat(node.headHash()).hasToString((String) branch.get(0));
        String including = rpc.text("sim_makeUncleOf", branch.get(0));
        assertThat(node.headHash()).hasToString(including);
        assertThat(rpc.text("sim_addSibling", including)).hasSize(66);
        assertThat(rpc.result("sim_setHead", 2)).isEqualTo(true);
        assertThat(rpc.text("eth_blockNumber")).isEqualTo("0x2");
        assertThat(rpc.result("sim_dropTx", send())).isEqualTo(true);
        rpc.result("sim_setPeers", 2);
        assertThat(rpc.text("net_peerCount")).isEqualTo("0x2");
        rpc.result("sim_setSyncing", 5, 500);
        assertThat(rpc.map("eth_syncing"))
                .containsEntry("highestBlock", "0x1f4")
                .hasSize(17);
        rpc.result("sim_freezeTemplate", true);
        rpc.result("sim_setBaseFee", 7);
        rpc.result("sim_setEra", 1);
        rpc.result("sim_setTimeSkew", 3600);
        rpc.result("sim_mineBlock", other, 1);
        Map<String, Object> block = rpc.map("eth_getBlockByNumber", "latest", false);
        assertThat(block).containsEntry("baseFeePerGas", "0x7");
        assertThat(Long.decode((String) block.get("timestamp")))
                .isGreaterThan(Instant.now().getEpochSecond() + 3000);
        assertThat(node.balance(Address.parse(other))).isEqualTo(Wei.parse("14000000000000000000"));
        rpc.result("sim_failNext", "eth_chainId", "http500");
        assertThat(rpc.exchange(Rpc.request("eth_chainId"), Duration.ofSeconds(10))
                        .statusCode())
                .isEqualTo(500);
        rpc.result("sim_delay", "eth_chainId", 0);
        rpc.result("sim_setUnlocked", false);
        assertThat(rpc.errorText("eth_sign", RICH.text(), "0x00")).startsWith("authentication needed");
        assertThat(rpc.errorText("sim_failNext", "eth_chainId", "nonsense")).isEqualTo("no fault nonsense");
        rpc.result("sim_restart", true);
        await().ignoreExceptions().until(() -> rpc.work().get(3).equals("0x4"));
    }
}
