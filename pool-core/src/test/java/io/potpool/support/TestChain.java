package io.potpool.support;

import io.potpool.chain.ChainSpec;
import io.potpool.chain.Chains;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.ethash.SeedHash;
import io.potpool.spi.NodeObservation;
import io.potpool.work.BlockHead;
import io.potpool.work.WorkTemplate;
import java.time.Instant;
import java.util.Optional;

/** Templates, heads and looks at nodes of a small chain, the same for the same numbers. */
public final class TestChain {

    public static final ChainSpec CHAIN = Chains.named("ethereum");
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final Address ALICE = Address.parse("0x" + "a1".repeat(20));
    public static final Address BOB = Address.parse("0x" + "b0".repeat(20));

    private TestChain() {}

    public static Hash256 block(long height, int branch) {
        return new Hash256(0xb10cL, branch, height, 1);
    }

    public static Hash256 header(long height, int variant) {
        return new Hash256(height * 1000 + variant + 1, 7, 7, 7);
    }

    public static WorkTemplate work(String node, long height, int variant, Difficulty network, int branch) {
        return new WorkTemplate(
                node,
                header(height, variant),
                SeedHash.ofRounds(CHAIN.epochAt(height).seedRounds()),
                network.toTarget(),
                height,
                Optional.of(block(height - 1, branch)));
    }

    public static WorkTemplate work(String node, long height, int variant) {
        return work(node, height, variant, Difficulty.of(1000), 0);
    }

    public static NodeObservation look(WorkTemplate work, Instant at) {
        return look(work, true, at);
    }

    public static NodeObservation look(WorkTemplate work, boolean serving, Instant at) {
        BlockHead head = new BlockHead(
                work.height() - 1,
                work.parentHash().orElseThrow(),
                block(work.height() - 2, 0),
                at.minusSeconds(5),
                work.networkDifficulty());
        return new NodeObservation(work.nodeId(), at, serving, Optional.of(work), Optional.of(head));
    }
}
