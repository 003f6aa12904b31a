package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Blocks that tests order; they need no proof of work. The caller holds the node's lock. */
final class Controls {

    /** The miner of blocks that tests order without naming one. */
    static final Address FOREIGN = Address.parse("0xf0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0");

    private final NodeCore core;
    private long seals;

    Controls(NodeCore core) {
        this.core = core;
    }

    /** Mines {@code count} blocks with the pool's transactions on the head. */
    List<Block> mine(Address by, int count) {
        List<Block> mined = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Imported head = core.chain.head();
            List<Transaction> candidates = core.process().pool.forBlock(core.rules.baseFee(head.header()));
            List<Header> uncles =
                    Uncles.choose(core.chain, head, header -> header.miner().equals(by));
            mined.add(add(head, by, candidates, uncles, null));
        }
        return mined;
    }

    /**
     * Adds an empty foreign branch that leaves the chain {@code depth} blocks below the head.
     *
     * @param margin how much heavier than the head the branch ends; it must leave a difficulty for each block
     */
    List<Block> branch(int depth, int length, BigInteger margin) {
        Imported head = core.chain.head();
        Imported fork = core.chain.canonical(head.number() - depth);
        if (fork == null || length < 1) {
            throw new IllegalArgumentException("no branch of " + length + " blocks, " + depth + " below the head");
        }
        BigInteger weight = head.totalDifficulty().add(margin).subtract(fork.totalDifficulty());
        BigInteger[] share = weight.divideAndRemainder(BigInteger.valueOf(length));
        if (share[0].compareTo(BigInteger.TWO) < 0) {
            throw new IllegalArgumentException("a weight of " + weight + " is too little for " + length + " blocks");
        }
        List<Block> branch = new ArrayList<>();
        Imported parent = fork;
        for (int i = 0; i < length; i++) {
            BigInteger difficulty = i == length - 1 ? share[0].add(share[1]) : share[0];
            Block block = add(parent, FOREIGN, List.of(), List.of(), difficulty);
            branch.add(block);
            parent = kept(block.hash());
        }
        return branch;
    }

    /** Adds a foreign block of the same parent and difficulty, which the next block may include as an uncle. */
    Block sibling(Hash256 hash) {
        Imported block = kept(hash);
        return add(
                core.chain.parent(block),
                FOREIGN,
                List.of(),
                List.of(),
                block.header().difficulty());
    }

    /** Displaces a canonical block by a heavier foreign branch and has a foreign block include it as uncle. */
    Block makeUncle(Hash256 hash) {
        Imported block = kept(hash);
        int depth = Math.toIntExact(core.chain.head().number() - block.number() + 1);
        if (!core.chain.isCanonical(block) || depth > 6) {
            throw new IllegalArgumentException("only a canonical block of the last 6 heights can become an uncle");
        }
        branch(depth, depth, BigInteger.ONE);
        return add(core.chain.head(), FOREIGN, List.of(), List.of(block.header()), null);
    }

    private Imported kept(Hash256 hash) {
        Imported block = core.chain.byHash(hash);
        if (block == null) {
            throw new IllegalArgumentException("no block " + hash);
        }
        return block;
    }

    private Block add(
            Imported parent,
            Address miner,
            List<Transaction> candidates,
            List<Header> uncles,
            @Nullable BigInteger difficulty) {
        long time = Math.max(core.now(), parent.header().timestamp() + 1);
        Block block = core.assembler.assemble(new Assembler.Plan(parent, miner, time, candidates, uncles, difficulty));
        Hash256 mix = block.header().sealHash();
        Block sealed = block.sealed(new Nonce(0x5100000000000000L + ++seals), mix);
        core.importBlock(sealed);
        return sealed;
    }
}
