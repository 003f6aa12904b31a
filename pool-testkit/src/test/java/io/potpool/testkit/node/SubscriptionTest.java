package io.potpool.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final Address MINER = Address.parse("0x00000000000000000000000000000000000eba5e");

    private SimulatedNode node;

    @BeforeEach
    void start() {
        node = SimulatedNode.builder()
                .etherbase(MINER)
                .genesisDifficulty(1000)
                .fixedDifficulty()
                .tinyEthash()
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void everyHeadIsPushedWithItsSealedHeader() throws Exception {
        try (WsClient client = new WsClient(node)) {
            Object id = client.call("eth_subscribe", "newHeads").get("result");
            List<Hash256> mined = node.mineBlocks(MINER, 3);

            for (int i = 0; i < 3; i++) {
                Map<?, ?> header = client.pushed(id);
                assertThat(header.get("hash")).isEqualTo(mined.get(i).toString());
                assertThat(header.get("number")).isEqualTo("0x" + (i + 1));
                assertThat(header.containsKey("withdrawalsRoot")).isTrue();
            }
        }
    }

    @Test
    void reorgPushesNewBranchThenDisplacedBlocksAsSideHeadsAndOneHead() throws Exception {
        List<Hash256> old = node.mineBlocks(MINER, 8).subList(6, 8);
        try (WsClient sides = new WsClient(node);
                WsClient heads = new WsClient(node)) {
            Object sideId = sides.call("eth_subscribe", "newSideHeads").get("result");
            Object headId = heads.call("eth_subscribe", "newHeads").get("result");

            List<Hash256> branch = node.injectCompetingBranch(2, 3, 1000);

            assertThat(sides.pushed(sideId).get("hash")).isEqualTo(branch.get(0).toString());
            assertThat(sides.pushed(sideId).get("hash")).isEqualTo(branch.get(1).toString());
            assertThat(sides.pushed(sideId).get("hash")).isEqualTo(old.get(0).toString());
            assertThat(sides.pushed(sideId).get("hash")).isEqualTo(old.get(1).toString());
            assertThat(heads.pushed(headId).get("hash")).isEqualTo(branch.get(2).toString());
            assertThat(heads.call("eth_blockNumber").get("result")).isEqualTo("0x9");
        }
    }

    @Test
    void setHeadPushesNothing() throws Exception {
        node.mineBlocks(MINER, 4);
        try (WsClient client = new WsClient(node)) {
            client.call("eth_subscribe", "newHeads");
            node.setHead(2);
            assertThat(client.call("eth_blockNumber").get("result")).isEqualTo("0x2");
            assertThat(client.isQuiet()).isTrue();
        }
    }

    @Test
    void unsubscribedClientHearsNothingMore() throws Exception {
        try (WsClient client = new WsClient(node)) {
            Object id = client.call("eth_subscribe", "newHeads").get("result");
            assertThat(client.call("eth_unsubscribe", id).get("result")).isEqualTo(true);
            node.mineBlocks(MINER, 1);
            assertThat(client.call("eth_blockNumber").get("result")).isEqualTo("0x1");
            assertThat(client.isQuiet()).isTrue();
            assertThat(client.call("eth_unsubscribe", id)).containsKey("error");
        }
    }

    @Test
    void ordinaryCallsWorkOnTheSameSocket() throws Exception {
        try (WsClient client = new WsClient(node)) {
            assertThat((List<?>) client.call("eth_getWork").get("result")).hasSize(4);
        }
    }

    @Test
    void handshakeAnswersTheKeyOfTheStandardExample() {
        assertThat(WsFront.accepted("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }
}
