package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import java.math.BigInteger;
import java.util.List;

/** A block that the node keeps, with the total difficulty and the accounts after it. */
record Imported(Block block, Hash256 hash, BigInteger totalDifficulty, World world, List<Receipt> receipts) {

    Header header() {
        return block.header();
    }

    long number() {
        return block.number();
    }

    Hash256 parent() {
        return block.header().parent();
    }
}
