package io.potpool.launcher.migrate;

import io.potpool.node.ChainBlock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Looks for one block around the height that the old pool has recorded: first beside it, then as far as the family's own
 * unlocker looks. Only what the whole range does not have is an orphan.
 */
final class BlockSearch {

    /** Source: the family's unlocker scans 16 heights to either side, as it takes height and header by two calls. */
    private static final int FAR = 16;

    private static final int NEAR = 1;

    /** Source: an uncle is included at most six blocks above its own height. */
    private static final int UNCLE_DEPTH = 6;

    private final ChainWindow window;

    BlockSearch(ChainWindow window) {
        this.window = window;
    }

    /** @throws IOException if the node does not tell */
    BlockFinding find(OldBlock block) throws IOException {
        if (block.score() - FAR > window.settled()) {
            return young(block);
        }
        Optional<BlockFinding> beside = within(block, NEAR);
        Optional<BlockFinding> found = beside.isPresent() ? beside : within(block, FAR);
        if (found.isPresent()) {
            return found.get();
        }
        return block.score() + FAR + UNCLE_DEPTH > window.settled() ? young(block) : BlockFinding.orphan(block);
    }

    private static BlockFinding young(OldBlock block) {
        return BlockFinding.untold(block, "too few blocks on top of it yet");
    }

    private Optional<BlockFinding> within(OldBlock block, int distance) throws IOException {
        long first = Math.max(0, block.score() - distance);
        long last = Math.min(window.settled(), block.score() + distance + UNCLE_DEPTH);
        List<ChainBlock> blocks = window.blocks(first, last);
        for (ChainBlock canonical : blocks) {
            if (block.is(canonical)) {
                return Optional.of(BlockFinding.canonical(block, canonical));
            }
        }
        for (ChainBlock including : blocks) {
            for (ChainBlock uncle : window.unclesIn(including)) {
                if (block.is(uncle)) {
                    return Optional.of(BlockFinding.uncle(block, uncle, including.height()));
                }
            }
        }
        return Optional.empty();
    }
}
