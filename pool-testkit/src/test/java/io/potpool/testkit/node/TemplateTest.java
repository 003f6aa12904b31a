package io.potpool.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemplateTest {

    private static final Address MINER = Address.parse("0x00000000000000000000000000000000000eba5e");
    private static final BigInteger KEY = new BigInteger("46".repeat(32), 16);
    private static final Address RICH = Address.parse("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
    private static final String EMPTY = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

    private NotifySink sink;
    private List<Object> pushed;

    @BeforeEach
    void listen() throws Exception {
        sink = new NotifySink();
        pushed = sink.bodies;
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    private SimulatedNodeBuilder builder() {
        return SimulatedNode.builder()
                .etherbase(MINER)
                .genesisDifficulty(1000)
                .fixedDifficulty()
                .tinyEthash()
                .key(KEY)
                .balance(RICH, new Wei(BigInteger.TEN.pow(21)))
                .notify(sink.url());
    }

    private static String send(Rpc rpc, long nonce) throws Exception {
        return rpc.text(
                "eth_sendTransaction",
                Map.of(
                        "from",
                        RICH.text(),
                        "to",
                        "0x" + "35".repeat(20),
                        "value",
                        "0x1",
                        "gas",
                        "0x5208",
                        "gasPrice",
                        "0x4a817c800",
                        "nonce",
                        "0x" + Long.toHexString(nonce)));
    }

    @Test
    void emptyPoolGivesOnePushAHead() {
        try (SimulatedNode node =
                builder().templateDelay(Duration.ofMillis(1)).build().start()) {
            await().until(() -> pushed.size() == 1);
            node.mineBlocks(MINER, 1);
            await().until(() -> pushed.size() == 2);
            await().pollDelay(Duration.ofMillis(100)).until(() -> pushed.size() == 2);
            assertThat((List<?>) pushed.get(1)).hasSize(4).element(3).isEqualTo("0x2");
        }
    }

    @Test
    void fullTemplateFollowsTheEmptyOneAndPendingStaysBehindUntilThen() throws Exception {
        try (SimulatedNode node = builder()
                .templateDelay(Duration.ofMillis(1500))
                .notifyFull()
                .build()
                .start()) {
            Rpc rpc = new Rpc(node);
            await().until(() -> "0x1".equals(pendingNumber(rpc)));
            send(rpc, 0);
            pushed.clear();
            node.injectCompetingBranch(0, 1, 1000);

            assertThat(rpc.work().get(3)).isEqualTo("0x2");
            assertThat(pendingNumber(rpc)).isEqualTo("0x1");
            String empty = rpc.work().get(0);
            await().until(() -> "0x2".equals(pendingNumber(rpc)));
            assertThat(rpc.work().get(0)).isNotEqualTo(empty);
            await().until(() -> pushed.size() == 2);
            Map<?, ?> first = (Map<?, ?>) pushed.get(0);
            Map<?, ?> second = (Map<?, ?>) pushed.get(1);
            assertThat(first.get("transactionsRoot")).isEqualTo(EMPTY);
            assertThat(second.get("transactionsRoot")).isNotEqualTo(EMPTY);
            assertThat(second.get("timestamp")).isEqualTo(first.get("timestamp"));
            assertThat(second.get("nonce")).isEqualTo("0x0000000000000000");
        }
    }

    private static Object pendingNumber(Rpc rpc) throws Exception {
        Map<String, Object> pending = rpc.map("eth_getBlockByNumber", "pending", false);
        return pending == null ? null : pending.get("number");
    }

    @Test
    void newTransactionsRecommitAtTheSameHeightAndTime() throws Exception {
        try (SimulatedNode node = builder()
                .recommit(Duration.ofMillis(50))
                .templateDelay(Duration.ZERO)
                .build()
                .start()) {
            Rpc rpc = new Rpc(node);
            List<String> before = rpc.work();
            Object time = rpc.map("eth_getBlockByNumber", "pending", false).get("timestamp");
            send(rpc, 0);
            await().until(() -> !rpc.work().equals(before));
            assertThat(rpc.work().get(3)).isEqualTo(before.get(3));
            assertThat(rpc.map("eth_getBlockByNumber", "pending", false))
                    .containsEntry("timestamp", time)
                    .containsEntry("gasUsed", "0x5208");
        }
    }

    @Test
    void frozenTemplateStaysWhateverHeadsCome() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            Rpc rpc = new Rpc(node);
            List<String> work = rpc.work();
            node.freezeTemplate(true);
            node.mineBlocks(MINER, 3);
            assertThat(rpc.work()).isEqualTo(work);
            node.freezeTemplate(false);
            assertThat(rpc.work().get(3)).isEqualTo("0x4");
        }
    }

    @Test
    void deadNotifyTargetHoldsNothingUp() throws Exception {
        sink.close();
        try (SimulatedNode node = builder().build().start()) {
            node.mineBlocks(MINER, 2);
            assertThat(new Rpc(node).work().get(3)).isEqualTo("0x3");
        }
    }
}
