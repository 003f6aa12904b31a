package io.potpool.launcher.migrate;

import io.potpool.node.ChainBlock;
import io.potpool.spi.HistoryRecord;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the chain shows of a block that an old pool has found.
 *
 * @param fate empty as long as it cannot be told
 * @param found the block itself
 * @param in the height of the block that includes it, for an uncle
 * @param why it cannot be told, else empty
 */
record BlockFinding(
        OldBlock block, Optional<BlockFate> fate, Optional<ChainBlock> found, Optional<Long> in, String why) {

    static BlockFinding canonical(OldBlock block, ChainBlock found) {
        return new BlockFinding(block, Optional.of(BlockFate.CANONICAL), Optional.of(found), Optional.empty(), "");
    }

    static BlockFinding uncle(OldBlock block, ChainBlock found, long in) {
        return new BlockFinding(block, Optional.of(BlockFate.UNCLE), Optional.of(found), Optional.of(in), "");
    }

    static BlockFinding orphan(OldBlock block) {
        return new BlockFinding(block, Optional.of(BlockFate.ORPHAN), Optional.empty(), Optional.empty(), "");
    }

    static BlockFinding untold(OldBlock block, String why) {
        return new BlockFinding(block, Optional.empty(), Optional.empty(), Optional.empty(), why);
    }

    /** Returns whether the old pool says otherwise. */
    boolean disagrees() {
        return fate.isPresent()
                && block.claimed().isPresent()
                && !block.claimed().equals(fate);
    }

    /** Returns how many heights off the old pool's own height is. */
    long off() {
        return found.map(real -> real.height() - block.score()).orElse(0L);
    }

    /** Returns the record of it; the same finding on the same row is the same record in every run. */
    Optional<HistoryRecord> record() {
        return fate.map(became -> {
            SortedMap<String, String> fields = new TreeMap<>();
            String name = became.name().toLowerCase(Locale.ROOT);
            fields.put("block", block.row().id());
            fields.put("fate", name);
            fields.put("recordedHeight", Long.toString(block.score()));
            fields.put("difficulty", block.difficulty().toString());
            fields.put("roundShares", block.shares().toString());
            fields.put("knownBy", block.knownBy());
            found.ifPresent(real -> {
                fields.put("height", Long.toString(real.height()));
                fields.put("hash", real.hash().toString());
                fields.put("miner", real.miner().text());
            });
            in.ifPresent(height -> fields.put("includedIn", Long.toString(height)));
            String id = Ids.finding(block.row().id(), "block-fate", name, fields.toString());
            return new HistoryRecord(id, "block-fate", block.row().at(), Optional.empty(), fields);
        });
    }
}
