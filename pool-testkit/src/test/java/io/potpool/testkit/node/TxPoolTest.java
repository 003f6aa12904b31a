package io.potpool.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TxPoolTest {

    private static final Address MINER = Address.parse("0x00000000000000000000000000000000000eba5e");
    private static final Address RICH = Address.parse("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
    private static final Address PAID = Address.parse("0x" + "35".repeat(20));
    private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger KEY = new BigInteger("46".repeat(32), 16);

    private static SimulatedNodeBuilder builder() {
        return SimulatedNode.builder()
                .etherbase(MINER)
                .genesisDifficulty(64)
                .fixedDifficulty()
                .tinyEthash()
                .balance(RICH, new Wei(BigInteger.TEN.pow(18)));
    }

    private static String raw(long nonce, long gwei, BigInteger value) {
        return HexText.data(new TransactionCodec(61)
                .signLegacy(KEY, nonce, GWEI.multiply(BigInteger.valueOf(gwei)), 21_000, PAID, value, new byte[0]));
    }

    @Test
    void reorgReturnsTransactionsToThePoolAndTheNextBlockMinesThemAgain() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            Rpc rpc = new Rpc(node);
            String hash = rpc.text("eth_sendRawTransaction", raw(0, 20, BigInteger.TEN));
            node.mineBlocks(MINER, 2);
            assertThat(rpc.map("eth_getTransactionReceipt", hash)).containsEntry("blockNumber", "0x1");

            node.injectCompetingBranch(2, 1);

            assertThat(rpc.result("eth_getTransactionReceipt", hash)).isNull();
            assertThat(rpc.map("eth_getTransactionByHash", hash)).containsEntry("blockHash", null);
            assertThat(rpc.text("eth_getTransactionCount", RICH.text(), "latest"))
                    .isEqualTo("0x0");
            assertThat(rpc.text("eth_getTransactionCount", RICH.text(), "pending"))
                    .isEqualTo("0x1");
            node.mineBlocks(MINER, 1);
            assertThat(rpc.map("eth_getTransactionReceipt", hash)).containsEntry("blockNumber", "0x3");
            assertThat(node.balance(PAID)).isEqualTo(Wei.of(10));
        }
    }

    @Test
    void pendingNonceLagsBehindTheSendAsLongAsOrdered() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_700_000_000));
        try (SimulatedNode node = builder()
                .pendingNonceDelay(Duration.ofMillis(200))
                .clock(now::get)
                .build()
                .start()) {
            Rpc rpc = new Rpc(node);
            rpc.text("eth_sendRawTransaction", raw(0, 20, BigInteger.ONE));
            assertThat(rpc.text("eth_getTransactionCount", RICH.text(), "pending"))
                    .isEqualTo("0x0");
            now.set(now.get().plusMillis(200));
            assertThat(rpc.text("eth_getTransactionCount", RICH.text(), "pending"))
                    .isEqualTo("0x1");
        }
    }

    @Test
    void sumOfAllPooledTransactionsMustFitTheBalance() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            Rpc rpc = new Rpc(node);
            BigInteger half = BigInteger.valueOf(600_000_000_000_000_000L);
            rpc.text("eth_sendRawTransaction", raw(0, 20, half));
            assertThat(rpc.errorText("eth_sendRawTransaction", raw(1, 20, half)))
                    .isEqualTo("insufficient funds for gas * price + value: balance 1000000000000000000, queued cost "
                            + "600420000000000000, tx cost 600420000000000000, overshot 200840000000000000");
            assertThat(rpc.errorText("eth_sendRawTransaction", raw(0, 20, BigInteger.ONE)))
                    .isEqualTo("replacement transaction underpriced");
            assertThat(rpc.text("eth_sendRawTransaction", raw(0, 22, BigInteger.ONE)))
                    .hasSize(66);
        }
    }

    @Test
    void droppedTransactionIsUnknownAndMayBeSentAgain() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            Rpc rpc = new Rpc(node);
            String bytes = raw(0, 20, BigInteger.ONE);
            String hash = rpc.text("eth_sendRawTransaction", bytes);
            assertThat(rpc.errorText("eth_sendRawTransaction", bytes)).isEqualTo("already known");
            assertThat(node.dropTransaction(Hash256.parse(hash))).isTrue();
            assertThat(rpc.result("eth_getTransactionByHash", hash)).isNull();
            assertThat(rpc.text("eth_sendRawTransaction", bytes)).isEqualTo(hash);
        }
    }

    @Test
    void minerEarnsTheFeesOfFailedTransactionsToo() throws Exception {
        try (SimulatedNode node =
                builder().contract(PAID, SimulatedContract.reverting()).build().start()) {
            Rpc rpc = new Rpc(node);
            String raw = HexText.data(
                    new TransactionCodec(61).signLegacy(KEY, 0, GWEI, 50_000, PAID, BigInteger.ONE, new byte[0]));
            String hash = rpc.text("eth_sendRawTransaction", raw);
            node.mineBlocks(MINER, 1);
            Map<String, Object> receipt = rpc.map("eth_getTransactionReceipt", hash);
            assertThat(receipt).containsEntry("status", "0x0").containsEntry("gasUsed", "0x520e");
            assertThat(node.balance(PAID)).isEqualTo(Wei.ZERO);
            assertThat(node.balance(MINER)).isEqualTo(Wei.parse("5000021006000000000"));
        }
    }

    @Test
    void linkedNodesShareTransactions() throws Exception {
        try (SimulatedNode first = builder().build().start();
                SimulatedNode second = builder().genesisOf(first).build().start()) {
            first.linkTo(second);
            String hash = new Rpc(first).text("eth_sendRawTransaction", raw(0, 20, BigInteger.ONE));
            await().until(() -> new Rpc(second).result("eth_getTransactionByHash", hash) != null);
        }
    }
}
