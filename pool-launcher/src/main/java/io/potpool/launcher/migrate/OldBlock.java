package io.potpool.launcher.migrate;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.node.ChainBlock;
import io.potpool.spi.HistoryRecord;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A block that an old pool has found.
 *
 * @param score the height that the old pool took it for; it may be off by one or more
 * @param header what miners were given, where the row has it
 * @param hash the block's hash, where the row has it
 * @param claimed what the old pool says became of it
 * @param difficulty of the block; 0 if unknown
 * @param shares how many hashes the pool had counted since the block before; 0 if unknown
 * @param row what it is in the history
 */
record OldBlock(
        long score,
        Nonce nonce,
        Optional<Hash256> header,
        Optional<Hash256> hash,
        Optional<BlockFate> claimed,
        BigInteger difficulty,
        BigInteger shares,
        HistoryRecord row) {

    /** Returns what a row means; empty if it has not the family's form. */
    static Optional<OldBlock> of(HistoryRecord row) {
        String height = OldRows.plain(row.fields().getOrDefault("height", ""));
        String nonce = row.fields().getOrDefault("nonce", "");
        if (!height.matches("[0-9]{1,12}") || !nonce.matches("0x[0-9a-fA-F]{16}")) {
            return Optional.empty();
        }
        return Optional.of(new OldBlock(
                Long.parseLong(height),
                Nonce.parse(nonce),
                hash(row, "header"),
                hash(row, "hash"),
                claimed(row),
                number(row, "difficulty"),
                number(row, "roundShares"),
                row));
    }

    private static Optional<Hash256> hash(HistoryRecord row, String field) {
        String text = row.fields().getOrDefault(field, "");
        return text.matches("0x[0-9a-fA-F]{64}") ? Optional.of(Hash256.parse(text)) : Optional.empty();
    }

    /** Source: sammy's unlocker writes the including height for an uncle, and 1 for an orphan. */
    private static Optional<BlockFate> claimed(HistoryRecord row) {
        String orphan = row.fields().getOrDefault("orphan", "");
        String uncle = row.fields().getOrDefault("uncleHeight", "");
        if (orphan.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                orphan.equals("1") ? BlockFate.ORPHAN : uncle.matches("0?") ? BlockFate.CANONICAL : BlockFate.UNCLE);
    }

    private static BigInteger number(HistoryRecord row, String field) {
        String text = row.fields().getOrDefault(field, "");
        return text.matches("[0-9]{1,60}") ? new BigInteger(text) : BigInteger.ZERO;
    }

    /** Another pool's block may have the same nonce by chance, and none the same header or hash. */
    boolean is(ChainBlock block) {
        return block.nonce().equals(nonce)
                && header.map(block.header()::equals).orElse(true)
                && hash.map(block.hash()::equals).orElse(true);
    }

    /** Returns by what {@link #is} knows it. */
    String knownBy() {
        return hash.isPresent() ? "hash" : header.isPresent() ? "header" : "nonce";
    }

    @Override
    public String toString() {
        return "nonce " + nonce + " at " + score;
    }
}
