package io.potpool.launcher.migrate;

import io.potpool.domain.Hash256;
import io.potpool.node.ChainBlock;
import io.potpool.node.ChainSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settled part of a node's chain, read in batches; the latest read stay at hand. For one thread. */
final class ChainWindow {

    /** How many blocks on top of a block settle it. */
    static final int DEEP = 20;

    private static final int AT_ONCE = 40;
    private static final int MOST_KEPT = 600;

    private final ChainSearch chain;
    private final long settled;
    private final Hash256 tip;
    private final Map<Long, ChainBlock> blocks = bounded();
    private final Map<Hash256, ChainBlock> uncles = bounded();

    private ChainWindow(ChainSearch chain, long settled, Hash256 tip) {
        this.chain = chain;
        this.settled = settled;
        this.tip = tip;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST_KEPT;
            }
        };
    }

    /** Asks where the chain is. */
    static ChainWindow open(ChainSearch chain) throws IOException {
        long settled = chain.head() - DEEP;
        return new ChainWindow(chain, settled, settled < 0 ? Hash256.ZERO : chain.hashOf(settled));
    }

    /** Returns the height of the highest block that counts; below 0 if there is none. */
    long settled() {
        return settled;
    }

    /** Returns whether the chain is still the one that was read. */
    boolean holds() throws IOException {
        return settled < 0 || chain.hashOf(settled).equals(tip);
    }

    /**
     * Returns the blocks of heights, lowest first.
     *
     * @throws IOException if the node lacks one of them, or they are no chain
     */
    List<ChainBlock> blocks(long first, long last) throws IOException {
        List<Long> missing = new ArrayList<>();
        for (long height = first; height <= last; height++) {
            if (blocks.get(height) == null) {
                missing.add(height);
            }
        }
        for (int from = 0; from < missing.size(); from += AT_ONCE) {
            List<Long> piece = missing.subList(from, Math.min(missing.size(), from + AT_ONCE));
            List<Optional<ChainBlock>> answers = chain.blocks(piece);
            for (int i = 0; i < piece.size(); i++) {
                long height = piece.get(i);
                blocks.put(height, answers.get(i).orElseThrow(() -> new LackingBlockException(height)));
            }
        }
        return joined(first, last);
    }

    private List<ChainBlock> joined(long first, long last) throws IOException {
        List<ChainBlock> all = new ArrayList<>();
        for (long height = first; height <= last; height++) {
            ChainBlock block = blocks.get(height);
            ChainBlock below = blocks.get(height - 1);
            if (block == null) {
                throw new IllegalStateException("a range of " + (last - first) + " blocks is too large");
            }
            if (below != null && !block.parent().equals(below.hash())) {
                blocks.clear();
                throw new IOException("the node's blocks " + (height - 1) + " and " + height + " do not join");
            }
            all.add(block);
        }
        return all;
    }

    /** Returns the uncles that a block includes. */
    List<ChainBlock> unclesIn(ChainBlock block) throws IOException {
        if (!uncles.keySet().containsAll(block.uncles())) {
            chain.unclesIn(block).forEach(uncle -> uncles.put(uncle.hash(), uncle));
        }
        return block.uncles().stream().map(uncles::get).toList();
    }
}
