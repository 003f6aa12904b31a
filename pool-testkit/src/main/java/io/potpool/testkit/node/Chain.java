package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a node and the heaviest branch among them. Not thread-safe: guarded by the node's lock.
 */
final class Chain {

    private final Processor processor;
    private final Predicate<Header> own;
    private final Map<Hash256, Imported> byHash = new HashMap<>();
    private final Map<Long, List<Imported>> byNumber = new HashMap<>();
    private final List<Imported> canonical = new ArrayList<>();
    private final long start;

    Chain(Block genesis, World world, Processor processor, Predicate<Header> own) {
        this.processor = processor;
        this.own = own;
        start = genesis.number();
        Imported first = new Imported(genesis, genesis.hash(), genesis.header().difficulty(), world, List.of());
        keep(first);
        canonical.add(first);
    }

    /** What an import did. {@code dropped} and {@code added} are in ascending order; {@code added} ends at the head. */
    record Change(Kind kind, @Nullable Imported block, List<Imported> dropped, List<Imported> added) {

        enum Kind {
            CANONICAL,
            SIDE,
            KNOWN,
            UNKNOWN_ANCESTOR,
            INVALID
        }

        static Change of(Kind kind, @Nullable Imported block) {
            return new Change(kind, block, List.of(), List.of());
        }
    }

    Imported head() {
        return canonical.get(canonical.size() - 1);
    }

    Imported genesis() {
        return canonical.get(0);
    }

    @Nullable Imported byHash(Hash256 hash) {
        return byHash.get(hash);
    }

    @Nullable Imported canonical(long number) {
        return number < start || number - start >= canonical.size() ? null : canonical.get((int) (number - start));
    }

    boolean isCanonical(Imported block) {
        return block.equals(canonical(block.number()));
    }

    /** Returns all blocks of a height, in the order in which they came. */
    List<Imported> at(long number) {
        return byNumber.getOrDefault(number, List.of());
    }

    Change insert(Block block) {
        Hash256 hash = block.hash();
        Imported known = byHash.get(hash);
        if (known != null) {
            return Change.of(Change.Kind.KNOWN, known);
        }
        Imported parent = byHash.get(block.header().parent());
        if (parent == null) {
            return Change.of(Change.Kind.UNKNOWN_ANCESTOR, null);
        }
        Header header = block.header();
        Processor.Result result = processor.execute(
                parent.world(),
                new Processor.Env(header.number(), header.miner(), header.gasLimit(), header.baseFee()),
                block.transactions(),
                block.uncles());
        if (!result.transactions().equals(block.transactions()) || header.number() != parent.number() + 1) {
            return Change.of(Change.Kind.INVALID, null);
        }
        BigInteger total = parent.totalDifficulty().add(header.difficulty());
        Imported imported = new Imported(block, hash, total, result.world(), result.receipts());
        keep(imported);
        return wins(imported) ? adopt(imported) : Change.of(Change.Kind.SIDE, imported);
    }

    /** The heavier branch wins; at equal weight the lower head, then an own block over a foreign one, then the first. */
    private boolean wins(Imported candidate) {
        int order = candidate.totalDifficulty().compareTo(head().totalDifficulty());
        if (order != 0) {
            return order > 0;
        }
        if (candidate.number() != head().number()) {
            return candidate.number() < head().number();
        }
        return own.test(candidate.header()) && !own.test(head().header());
    }

    private Change adopt(Imported newHead) {
        List<Imported> added = new ArrayList<>();
        Imported step = newHead;
        while (!isCanonical(step)) {
            added.add(step);
            step = parent(step);
        }
        Collections.reverse(added);
        List<Imported> tail = canonical.subList((int) (step.number() - start + 1), canonical.size());
        List<Imported> dropped = List.copyOf(tail);
        tail.clear();
        canonical.addAll(added);
        return new Change(Change.Kind.CANONICAL, newHead, dropped, List.copyOf(added));
    }

    Imported parent(Imported block) {
        Imported parent = byHash.get(block.parent());
        if (parent == null) {
            throw new IllegalStateException("a kept block without its parent");
        }
        return parent;
    }

    /** Goes back to a canonical height and forgets every block above it. */
    List<Imported> setHead(long number) {
        if (canonical(number) == null) {
            return List.of();
        }
        List<Imported> tail = canonical.subList((int) (number - start + 1), canonical.size());
        List<Imported> dropped = List.copyOf(tail);
        tail.clear();
        byHash.values().removeIf(block -> block.number() > number);
        byNumber.keySet().removeIf(height -> height > number);
        return dropped;
    }

    private void keep(Imported block) {
        byHash.put(block.hash(), block);
        byNumber.computeIfAbsent(block.number(), n -> new ArrayList<>()).add(block);
    }
}
