package io.potpool.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.testkit.node.SimulatedNode;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks and uncles as a node tells them: the simulated one, over HTTP. */
class ChainBlocksTest {

    private static final Address ETHERBASE = Address.parse("0x" + "e0".repeat(20));

    private SimulatedNode node;
    private ChainSearch search;

    @BeforeEach
    void start() {
        node = SimulatedNode.builder()
                .etherbase(ETHERBASE)
                .genesisDifficulty(1_000)
                .fixedDifficulty()
                .noVerify()
                .build()
                .start();
        search = new ChainSearch(new NodeSettings("n", node.url(), Duration.ofSeconds(10), Optional.empty()));
    }

    @AfterEach
    void stop() {
        search.close();
        node.close();
    }

    @Test
    void hashAndSealHashAreComputedAlsoWithABaseFee() throws IOException {
        Hash256 plain = node.mineBlock();
        node.setBaseFee(BigInteger.valueOf(1_000_000_000));
        Hash256 priced = node.mineBlock();

        List<Optional<ChainBlock>> blocks = search.blocks(List.of(1L, 2L, 3L));

        assertThat(blocks.get(0)).hasValueSatisfying(block -> {
            assertThat(block.hash()).isEqualTo(plain);
            assertThat(block.header()).isEqualTo(block.mix());
            assertThat(block.miner()).isEqualTo(ETHERBASE);
        });
        assertThat(blocks.get(1)).hasValueSatisfying(block -> {
            assertThat(block.hash()).isEqualTo(priced);
            assertThat(block.header()).isEqualTo(block.mix());
            assertThat(block.parent()).isEqualTo(plain);
        });
        assertThat(blocks.get(2)).isEmpty();
    }

    @Test
    void unclesAreReadByTheirPlaceAndHeldAgainstTheHashThatIsListed() throws IOException {
        node.mineBlocks(ETHERBASE, 3);
        Hash256 displaced = node.mineBlock();
        node.makeUncleOf(displaced);
        ChainBlock including = search.blocks(List.of(node.height())).get(0).orElseThrow();

        assertThat(search.unclesIn(including))
                .singleElement()
                .satisfies(uncle -> assertThat(uncle.hash()).isEqualTo(displaced));

        node.answerNext("eth_getUncleByBlockNumberAndIndex", "null", 1);
        assertThatThrownBy(() -> search.unclesIn(including))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("an uncle in block " + including.height());
    }

    @Test
    void blockOfAnotherHeightIsNotTaken() {
        node.mineBlocks(ETHERBASE, 3);
        try (OkHttpWire wire = new OkHttpWire()) {
            NodeSettings settings = new NodeSettings("n", node.url(), Duration.ofSeconds(10), Optional.empty());
            Json second = ((RpcReply.Result<Json>) new NodeRpc(wire, settings).call(RpcCall.block(2))).value();

            assertThatThrownBy(() -> BlockLook.block(second, 1))
                    .isInstanceOf(BadValueException.class)
                    .hasMessageContaining("the block 2 instead of 1");
        }
    }
}
