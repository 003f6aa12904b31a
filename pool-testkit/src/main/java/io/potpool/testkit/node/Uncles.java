package io.potpool.testkit.node;

import io.potpool.domain.Hash256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Chooses the uncles of a new block: at most 2, up to 6 heights below it, own ones first. */
final class Uncles {

    private static final int MAX = 2;
    private static final int GENERATIONS = 6;

    private Uncles() {}

    static List<Header> choose(Chain chain, Imported parent, Predicate<Header> own) {
        Set<Hash256> ancestors = new HashSet<>();
        Set<Hash256> used = new HashSet<>();
        Imported step = parent;
        for (int i = 0; i <= GENERATIONS; i++) {
            ancestors.add(step.hash());
            step.block().uncles().forEach(uncle -> used.add(uncle.hash()));
            if (step.number() == chain.genesis().number()) {
                break;
            }
            step = chain.parent(step);
        }
        List<Header> candidates = new ArrayList<>();
        for (long n = parent.number() - GENERATIONS + 1; n <= parent.number(); n++) {
            for (Imported side : chain.at(n)) {
                boolean attached =
                        ancestors.contains(side.parent()) && !side.parent().equals(parent.hash());
                if (attached && !ancestors.contains(side.hash()) && !used.contains(side.hash())) {
                    candidates.add(side.header());
                }
            }
        }
        List<Header> chosen = new ArrayList<>(candidates.stream().filter(own).toList());
        chosen.addAll(candidates.stream().filter(own.negate()).toList());
        return List.copyOf(chosen.subList(0, Math.min(MAX, chosen.size())));
    }
}
