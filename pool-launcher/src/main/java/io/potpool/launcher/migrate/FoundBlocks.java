package io.potpool.launcher.migrate;

import io.potpool.node.ChainSearch;
import io.potpool.spi.HistoryRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks up the blocks that an old pool has found. What was told once is not asked again, unless the chain was reorganized
 * below it. A node that does not answer leaves the rest untold: nothing here is money.
 */
final class FoundBlocks {

    private static final int MOST_KEPT = 100_000;
    private static final int LINE_EVERY = 500;
    private static final int MOST_FAILURES = 3;

    private final ChainSearch chain;
    private final Consumer<String> progress;
    private final Map<String, BlockFinding> told = new HashMap<>();
    private Optional<ChainWindow> former = Optional.empty();

    /** @param progress takes a line now and then */
    FoundBlocks(ChainSearch chain, Consumer<String> progress) {
        this.chain = chain;
        this.progress = progress;
    }

    /** Looks up all blocks of an old pool; returns what they came to. */
    BlockTally look(OldKeys keys, String prefix) {
        try {
            if (former.isPresent() && !former.get().holds()) {
                told.clear();
            }
            ChainWindow window = ChainWindow.open(chain);
            former = Optional.of(window);
            BlockTally tally = new Look(new OldRows(Ids.source(prefix)), new BlockSearch(window)).run(keys, prefix);
            if (window.holds()) {
                return tally;
            }
            return none(keys, prefix, "the chain was reorganized while it was read: run again");
        } catch (IOException failure) {
            return none(keys, prefix, String.valueOf(failure.getMessage()));
        }
    }

    private BlockTally none(OldKeys keys, String prefix, String why) {
        told.clear();
        progress.accept("found blocks are not looked up: " + why);
        return unasked(keys, prefix, why);
    }

    /** Returns what blocks come to that nobody asks for. */
    static BlockTally unasked(OldKeys keys, String prefix, String why) {
        BlockTally tally = new BlockTally();
        OldRows form = new OldRows(Ids.source(prefix));
        OldRows.blocks(prefix)
                .forEach((state, key) -> keys.sorted(
                        key,
                        (score, member) -> OldBlock.of(form.block(state, score, member))
                                .ifPresentOrElse(
                                        block -> tally.add(BlockFinding.untold(block, why)), tally::unreadable)));
        return tally;
    }

    private final class Look {
        private final OldRows form;
        private final BlockSearch search;
        private final BlockTally tally = new BlockTally();
        private String failure = "";
        private long asked;
        private int failures;

        Look(OldRows form, BlockSearch search) {
            this.form = form;
            this.search = search;
        }

        BlockTally run(OldKeys keys, String prefix) {
            OldRows.blocks(prefix)
                    .forEach(
                            (state, key) -> keys.sorted(key, (score, member) -> row(form.block(state, score, member))));
            return tally;
        }

        private void row(HistoryRecord row) {
            OldBlock.of(row).ifPresentOrElse(block -> tally.add(finding(block)), tally::unreadable);
        }

        private BlockFinding finding(OldBlock block) {
            BlockFinding known = told.get(block.row().id());
            if (known != null) {
                return known;
            }
            if (!failure.isEmpty()) {
                return BlockFinding.untold(block, failure);
            }
            try {
                BlockFinding found = search.find(block);
                failures = 0;
                asked++;
                if (asked % LINE_EVERY == 0) {
                    progress.accept(asked + " found blocks looked up");
                }
                if (found.fate().isPresent() && told.size() < MOST_KEPT) {
                    told.put(block.row().id(), found);
                }
                return found;
            } catch (LackingBlockException lacking) {
                return BlockFinding.untold(block, "the node does not have the blocks around it");
            } catch (IOException failed) {
                return failed(block, String.valueOf(failed.getMessage()));
            }
        }

        /** Three in a row say that it does not answer. */
        private BlockFinding failed(OldBlock block, String why) {
            failures++;
            failure = failures >= MOST_FAILURES ? why : "";
            return BlockFinding.untold(block, why);
        }
    }
}
