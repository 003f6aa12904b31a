package io.potpool.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Wei;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainTest {

    private static final Address MINER = Address.parse("0x00000000000000000000000000000000000eba5e");
    private static final Address OTHER = Address.parse("0x00000000000000000000000000000000000eba60");

    private static SimulatedNodeBuilder builder() {
        return SimulatedNode.builder()
                .etherbase(MINER)
                .genesisDifficulty(1000)
                .fixedDifficulty()
                .tinyEthash();
    }

    @Test
    void heavierBranchBecomesTheChainAndLighterOneDoesNot() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            List<Hash256> own = node.mineBlocks(MINER, 5);
            node.injectCompetingBranch(3, -1);
            assertThat(node.headHash()).isEqualTo(own.get(4));

            List<Hash256> branch = node.injectCompetingBranch(3, 1);
            assertThat(node.headHash()).isEqualTo(branch.get(2));
            assertThat(node.hashAt(3)).isEqualTo(branch.get(0));
            assertThat(node.hashAt(2)).isEqualTo(own.get(1));
            Map<String, Object> old =
                    new Rpc(node).map("eth_getBlockByHash", own.get(4).toString(), false);
            assertThat(old).containsEntry("number", "0x5").containsEntry("totalDifficulty", "0x1770");
        }
    }

    @Test
    void shorterHeavierBranchLowersTheHead() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            node.mineBlocks(MINER, 5);
            node.injectCompetingBranch(4, 2, 1);
            assertThat(node.height()).isEqualTo(3);
            assertThat(new Rpc(node).work().get(3)).isEqualTo("0x4");
        }
    }

    @Test
    void displacedBlockBecomesAnUncleOfTheBranchAndIsPaid() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            node.mineBlocks(OTHER, 3);
            Hash256 ours = node.mineBlock();
            Hash256 including = node.makeUncleOf(ours);

            Rpc rpc = new Rpc(node);
            assertThat(node.headHash()).isEqualTo(including);
            assertThat(rpc.map("eth_getUncleByBlockNumberAndIndex", "0x5", "0x0"))
                    .containsEntry("hash", ours.toString())
                    .containsEntry("miner", MINER.text());
            assertThat(node.balance(MINER)).isEqualTo(Wei.parse("4375000000000000000"));
        }
    }

    @Test
    void siblingIsIncludedByTheNextOwnBlockOnlyOnce() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            Hash256 first = node.mineBlock();
            Hash256 sibling = node.addSibling(first);
            node.mineBlock();
            node.mineBlock();
            Rpc rpc = new Rpc(node);
            assertThat(rpc.map("eth_getBlockByNumber", "0x2", false))
                    .containsEntry("uncles", List.of(sibling.toString()));
            assertThat(rpc.map("eth_getBlockByNumber", "0x3", false)).containsEntry("uncles", List.of());
        }
    }

    @Test
    void uncleIsIncludedSixHeightsLaterButNotSeven() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            Hash256 first = node.mineBlock();
            node.mineBlocks(OTHER, 5);
            Hash256 sibling = node.addSibling(first);
            node.mineBlocks(OTHER, 1);
            Rpc rpc = new Rpc(node);
            assertThat(rpc.map("eth_getBlockByNumber", "0x7", false))
                    .containsEntry("uncles", List.of(sibling.toString()));

            Hash256 second = node.hashAt(2);
            node.mineBlocks(OTHER, 1);
            node.addSibling(second);
            node.mineBlocks(OTHER, 1);
            assertThat(rpc.map("eth_getBlockByNumber", "0x9", false)).containsEntry("uncles", List.of());
        }
    }

    @Test
    void erasChangeRewardsOfBlocksAndUnclesByTheIncludingBlock() throws Exception {
        try (SimulatedNode node = builder().eraLength(50).build().start()) {
            Rpc rpc = new Rpc(node);
            node.mineBlocks(MINER, 50);
            assertThat(node.balance(MINER)).isEqualTo(coins(250));
            node.addSibling(node.headHash());
            node.mineBlocks(MINER, 1);
            assertThat(node.balance(MINER)).isEqualTo(new Wei(new BigInteger("254125000000000000000")));
            assertThat(node.balance(Controls.FOREIGN)).isEqualTo(new Wei(new BigInteger("125000000000000000")));
            node.mineBlocks(MINER, 50);
            assertThat(rpc.text("eth_getBalance", MINER.text(), "0x64"))
                    .isEqualTo("0x" + new BigInteger("450125000000000000000").toString(16));
            assertThat(node.balance(MINER)).isEqualTo(new Wei(new BigInteger("453325000000000000000")));
        }
    }

    private static Wei coins(long count) {
        return new Wei(BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(count)));
    }

    @Test
    void chainStartsAtAnyHeightWithItsEpochAndSeed() throws Exception {
        try (SimulatedNode node = builder()
                .startHeight(11_699_998)
                .ecip1099Height(11_700_000)
                .build()
                .start()) {
            Rpc rpc = new Rpc(node);
            assertThat(rpc.work().get(1))
                    .isEqualTo("0x82232565de6c6216a88e3d3b4a49c8ad5e5913b731e78c93c7e29e50b9f0743f");
            node.mineBlocks(OTHER, 1);
            assertThat(rpc.work().get(1))
                    .isEqualTo("0xe79f0f63030bf691445c2b9d0266b24a9619e355194067f2ad2c73a8e0a26c65");
            assertThat(rpc.work().get(3)).isEqualTo("0xb28720");
        }
    }

    @Test
    void difficultyFollowsTheTimestampsUnlessFixed() throws Exception {
        long[] now = {1_700_000_000};
        try (SimulatedNode node = SimulatedNode.builder()
                .etherbase(MINER)
                .genesisDifficulty(2_048_000)
                .tinyEthash()
                .clock(() -> Instant.ofEpochSecond(now[0]))
                .build()
                .start()) {
            Rpc rpc = new Rpc(node);
            now[0] += 1;
            node.mineBlocks(OTHER, 1);
            assertThat(rpc.map("eth_getBlockByNumber", "latest", false)).containsEntry("difficulty", "0x1f43e8");
            now[0] += 28;
            node.mineBlocks(OTHER, 1);
            assertThat(rpc.map("eth_getBlockByNumber", "latest", false)).containsEntry("difficulty", "0x1f3c18");
        }
    }

    @Test
    void linkedNodesFollowOneChainAndCountEachOther() {
        try (SimulatedNode first = builder().peers(0).build().start();
                SimulatedNode second = builder()
                        .etherbase(OTHER)
                        .genesisOf(first)
                        .peers(0)
                        .build()
                        .start()) {
            first.mineBlocks(MINER, 3);
            first.linkTo(second);
            await().until(() -> second.headHash().equals(first.headHash()));
            Hash256 head = second.mineBlock();
            await().until(() -> first.headHash().equals(head));
            second.die();
            first.mineBlocks(MINER, 2);
            second.revive();
            await().until(() -> second.headHash().equals(first.headHash()));
        }
    }

    @Test
    void balancesAndStateAreKeptForOldBlocks() throws Exception {
        try (SimulatedNode node = builder().build().start()) {
            node.mineBlocks(MINER, 200);
            Rpc rpc = new Rpc(node);
            assertThat(rpc.text("eth_getBalance", MINER.text(), "0x1")).isEqualTo("0x4563918244f40000");
            assertThat(rpc.text("eth_getBalance", MINER.text(), "0x48"))
                    .isEqualTo("0x" + coins(5 * 72).value().toString(16));
        }
    }
}
