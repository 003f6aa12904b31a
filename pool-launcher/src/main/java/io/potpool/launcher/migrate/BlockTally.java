package io.potpool.launcher.migrate;

import io.potpool.spi.HistoryRecord;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What became of all blocks that an old pool has found: counts, luck, and what is worth a look. Bounded but for the records. */
final class BlockTally {

    private static final int MOST_NAMED = 20;
    private static final int MOST_REASONS = 10;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Map<BlockFate, Long> fates = new EnumMap<>(BlockFate.class);
    private final Map<String, Long> untold = new TreeMap<>();
    private final List<String> disagreeing = new ArrayList<>();
    private final List<HistoryRecord> records = new ArrayList<>();
    private long disagreements;
    private long unreadable;
    private long shifted;
    private long furthest;
    private BigInteger shares = BigInteger.ZERO;
    private BigInteger difficulty = BigInteger.ZERO;

    void add(BlockFinding finding) {
        OldBlock block = finding.block();
        finding.record().ifPresent(records::add);
        finding.fate()
                .ifPresentOrElse(
                        fate -> fates.merge(fate, 1L, Long::sum),
                        () -> untold.merge(
                                untold.size() < MOST_REASONS ? finding.why() : "for other reasons", 1L, Long::sum));
        if (finding.off() != 0) {
            shifted++;
            furthest = Math.max(furthest, Math.abs(finding.off()));
        }
        if (finding.disagrees()) {
            disagreements++;
            if (disagreeing.size() < MOST_NAMED) {
                disagreeing.add(
                        block + ": the old pool says " + word(block.claimed().orElseThrow()) + ", the chain "
                                + word(finding.fate().orElseThrow()));
            }
        }
        if (block.shares().signum() > 0 && block.difficulty().signum() > 0) {
            shares = shares.add(block.shares());
            difficulty = difficulty.add(block.difficulty());
        }
    }

    void unreadable() {
        unreadable++;
    }

    long count(BlockFate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    /** Returns what was found, for the history. */
    List<HistoryRecord> records() {
        return List.copyOf(records);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        long known = fates.values().stream().mapToLong(Long::longValue).sum();
        if (known > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %d canonical, %d uncles (%s %%), %d orphans (%s %%)",
                    "found blocks on the chain",
                    count(BlockFate.CANONICAL),
                    count(BlockFate.UNCLE),
                    percent(count(BlockFate.UNCLE), known),
                    count(BlockFate.ORPHAN),
                    percent(count(BlockFate.ORPHAN), known)));
        }
        untold.forEach((why, count) ->
                lines.add(String.format(Locale.ROOT, "%-28s %d: %s", "found blocks, fate unknown", count, why)));
        if (unreadable > 0) {
            lines.add(String.format(Locale.ROOT, "%-28s %d", "found blocks of other form", unreadable));
        }
        if (shifted > 0) {
            lines.add("  " + shifted + " lie at another height than recorded, by up to " + furthest);
        }
        if (difficulty.signum() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %s %% (hashes counted / difficulty of the blocks)",
                    "effort",
                    percent(new BigDecimal(shares), new BigDecimal(difficulty))));
        }
        disagreeing.forEach(words -> lines.add("note: " + words));
        if (disagreements > disagreeing.size()) {
            lines.add("note: and " + (disagreements - disagreeing.size()) + " more of these");
        }
        return lines;
    }

    private static String word(BlockFate fate) {
        return fate.name().toLowerCase(Locale.ROOT);
    }

    private static String percent(long part, long whole) {
        return percent(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
    }

    private static String percent(BigDecimal part, BigDecimal whole) {
        return part.multiply(HUNDRED).divide(whole, 2, RoundingMode.HALF_UP).toPlainString();
    }
}
