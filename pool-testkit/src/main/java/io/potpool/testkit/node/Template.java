package io.potpool.testkit.node;

import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Target;
import java.util.List;

/** An unsealed block that is offered to miners. */
record Template(Block block, Hash256 sealHash, Hash256 seed, Target target) {

    static Template of(Block block, Hash256 seed) {
        Header header = block.header();
        return new Template(block, header.sealHash(), seed, new Difficulty(header.difficulty()).toTarget());
    }

    long number() {
        return block.number();
    }

    /** Returns the four elements of {@code eth_getWork}. */
    List<String> work() {
        return List.of(sealHash.toString(), seed.toString(), target.toString(), HexText.quantity(number()));
    }
}
